"""What notes about authors say of them: where they live and work, with a role or a trade in place of the name."""

from __future__ import annotations

import re

ROLE_WORDS, LIFE_WORDS = 45, 30  # words of the longest note that opens with a role, and with a trade
# The author, as a role: what such a note opens with.
_ROLE = re.compile(
    r"\W{0,3}(?:unsere?r? |nuestr[oa] |nossa? |noss[oa] |il nostro |la nostra |notre |onze |vår |vores "
    r"|nasz[a]? |náš |naše )?"
    r"(?:(?:the |this )?(?:author|writer|columnist|reviewer)|(?:der|die|unsere?) (?:autor(?:in)?"
    r"|verfasser(?:in)?|gastautor(?:in)?)"
    r"|l['’](?:auteure?|autrice)|(?:el|la) (?:autora?|articulista|columnista)|[oa] (?:autora?|articulista|colunista)"
    r"|l['’](?:autore|autrice)|de (?:auteur|schrijver|schrijfster)|författaren|skribenten|artikelförfattaren"
    r"|forfatteren|skribenten"
    r"|artikkelforfatteren|kirjoittaja|autor(?:ka)?|autoarea|autorul|a szerző|ο συγγραφέας|η συγγραφέας"
    r"|ο αρθρογράφος|η αρθρογράφος"
    r"|автор(?:ка)?|yazar|penulis|tác giả)\s(?=\S)"
)
# What authors do now, or did before; a complement ("der Studie", "of the study") stands where the verb is looked for.
_LIFE = re.compile(
    r"(?:lives?|works?|teach(?:es)?|writes?|heads|leads|directs|studied|studies|holds|runs|edits|chairs"
    r"|lebt|arbeitet|lehrt|leitet|schreibt|forscht|studierte?|unterrichtet|wohnt|promovierte|berichtet"
    r"|vit|habite|travaille|enseigne|écrit|dirige|étudie|vive|reside|trabaja|enseña|dirige|escribe|imparte|estudió"
    r"|insegna|lavora|scrive|abita|mora|trabalha|ensina|leciona|escreve|coordena|woont|werkt|doceert|schrijft|leidt"
    r"|bor|arbetar|undervisar|skriver|leder|forskar|arbejder|underviser|forsker|jobber|asuu|työskentelee|kirjoittaa"
    r"|opettaa|johtaa|mieszka|pracuje|wykłada|pisze|kieruje|studiował[a]?|žije|přednáší|píše|vede|učí|vyučuje"
    r"|studoval[a]?"
    r"|trăiește|locuiește|lucrează|predă|scrie|conduce|ζει|εργάζεται|διδάσκει|γράφει|διευθύνει"
    r"|жив[её]т|работает|преподает|преподаёт|пишет|окончила?|руководит|возглавляет|родил(?:ся|ась)"
    r"|живе|працює|викладає|пише|закінчи(?:в|ла)|очолює|народи(?:вся|лася)"
    r"|adalah|tinggal|bekerja|mengajar|menulis|là|sống|làm việc|giảng dạy|hiện|egyetemi|tanár|újságíró"
    r"|történész|szociológus"
    r"|[—–,-])(?=\s|$|,)"
)
# The same in scripts that write the role and the rest of the note together or without a verb.
_IS = re.compile(r"(?:is|ist|est|es|è|é|är|er|on|jest|je|este|είναι|является|adalah|là)\s")
_DENSE_ROLE = re.compile(
    r"[（(【※\s]{0,3}(?:(?:本文)?作者(?:简介|簡介)?\s?(?:系|是|为|為|现|現|[:：])|(?:筆者|著者|執筆者)(?:は|プロフィール|紹介)"
    r"|(?:글쓴이|필자|저자)(?:는|은| 소개|\s?[:：])"
    r"|(?:הכותב|הכותבת|המחבר|המחברת)\s|(?:الكاتبة?|كاتب المقال|كاتبة المقال)\s"
    r"|(?:लेखक|लेखिका)\s|نویسنده\s)"
)
_TURKISH_END = re.compile(
    r"\b(?:yaşıyor|çalışıyor|yazıyor|veriyor|yürütüyor|sürdürüyor|mezunu|\w+(?:dır|dir|dur|dür|tır|tir|tur|tür))\W*$"
)
_BORN = re.compile(
    r"\b(?:born|geboren|jahrgang|né[e]?|nació|nacid[oa]|nasceu|nascid[oa]|nat[oa]|född|født|syntynyt|syntyi"
    r"|urodzon[ya]|urodził[a]?|narozen[a]?"
    r"|narodil[a]?|născut[ă]?|született|γεννήθηκε|родил(?:ся|ась)|народи(?:вся|лася)|doğumlu|doğdu|kelahiran"
    r"|lahir|sinh)\b"
    r".{0,30}?\b(?:19|20)\d\d\b|\([^()\d]{0,30},?\s?(?:19|20)\d\d\)|(?:19|20)\d\d年(?:生|出生)"
)
_SINCE = re.compile(
    r"(?:\b(?:since|seit|depuis|desde|dal|sinds|sedan|siden|vuodesta|od|din|óta|από το|с|з|от|sejak"
    r"|từ)\s(?:roku\s)?(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d(?:'|’)?(?:den|dan|ten|tan) (?:beri|bu yana)|منذ (?:عام |سنة )?(?:19|20)\d\d|(?:19"
    r"|20)\d\d年から|(?:19|20)\d\d년부터)"
)
_UNCASED = re.compile("[\u0590-\u06ff\u0900-\u097f]")
_NO_NAME = frozenset("के का की एक हर इस उस وكان كان هو هي هذا הוא היא זה".split())
UNCASED_WORDS = 14  # of such a line
# "Jane is an award-winning reporter": one name, as boxes about authors say it.
_FIRST_NAME = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w’'-]{1,20}) (?:is an?|ist|est|es|è|é|is|är|er|jest|je|este) (?P<trade>[^.]{3,60})"
)
_NAME = (
    r"[^\W\d_a-zà-ÿ][\w.’'-]{0,30}"
    r"(?:\s(?:[^\W\d_a-zà-ÿ][\w.’'-]{0,30}|de|van|der|den|von|da|do|dos|di|del|la|le|bin|ben)){1,4}"
)
# A trade or a place of work, a comma, a name, and what she does: "Journaliste depuis 2015, Camille Bost couvre ..."
_TRADE_FIRST = re.compile(rf"\W{{0,2}}(?P<trade>[^,.:;!?]{{4,70}}),\s(?P<name>{_NAME})\s(?=[^\W\d_A-ZÀ-Þ])")
_SIGNED_CJK = re.compile(
    r"[一-鿿]{2,4}[，,、（(\s].{0,24}(?:记者|記者|作者|撰稿人|专栏作家|專欄作家|编辑|編輯|教授|学者|學者|研究员|研究員|评论员)[）)。]?$"
    r"|[぀-鿿]{2,6}\s?[（(][ぁ-んァ-ヶ・ 　ー]{3,16}[）)].{0,60}"
    r"(?:生まれ|ライター|記者|編集者|作家|教授|研究者|ジャーナリスト|コラムニスト|評論家)"
    r"|[가-힣]{2,4}\s?[/·|,(]\s?.{0,20}(?:기자|교수|작가|칼럼니스트|논설위원|연구원|평론가)\)?$"
)


def role_opening(bare: str) -> str:
    """The role with which a folded line opens that says of "the author" what one does, or nothing.

    The author of something else is no role: what stands behind it is no verb.

    >>> [role_opening(t) for t in ("die autorin leitet das institut.", "der autor der studie arbeitet in kiel.")]
    ['die autorin', '']
    """
    dense = _DENSE_ROLE.match(bare)
    if dense is not None:
        return dense.group().strip()
    found = _ROLE.match(bare)
    if found is None:
        return ""
    rest = bare[found.end() :]
    copula = _IS.match(rest)
    if copula is not None:  # "The writer is dead." tells of nobody's life.
        lives = any(_LIFE.match(rest, at + 1) for at, char in enumerate(rest) if char == " " and at >= copula.end())
        return found.group().strip() if lives else ""
    ends = bare.startswith("yazar") and _TURKISH_END.search(bare) is not None
    return found.group().strip() if ends or _LIFE.match(rest) else ""


def tells_of_birth(text: str) -> bool:
    """Whether a line tells when somebody was born, as biographies do and few last lines else."""
    return _BORN.search(text) is not None


def tells_since_when(text: str) -> bool:
    """Whether a line says since which year somebody does something."""
    return _SINCE.search(text) is not None


def first_name(text: str) -> tuple[str, str]:
    """A first name that opens a line, and the words behind "is"; nothing where it opens otherwise."""
    found = _FIRST_NAME.match(text)
    return (found["name"], found["trade"]) if found else ("", "")


def name_behind_trade(text: str) -> tuple[str, str]:
    """The words before a comma and the name behind it with which a line opens; nothing where it opens otherwise.

    >>> name_behind_trade("Journaliste depuis 2015, Camille Bost couvre les ports.")
    ('Journaliste depuis 2015', 'Camille Bost')
    """
    found = _TRADE_FIRST.match(text)
    # The expression's letters beyond Latin have no case.
    return (found["trade"], found["name"]) if found and found["name"][0].isupper() else ("", "")


def uncased_name(text: str) -> str:
    """The first two words of a short line in Arabic, Hebrew or Hindi, where a trade may follow a name."""
    words = text.split()
    if not _UNCASED.match(text) or not 3 < len(words) <= UNCASED_WORDS or not _NO_NAME.isdisjoint(words[:2]):
        return ""
    return " ".join(words[:2])


def is_signature(text: str) -> bool:
    """Whether a line of Chinese, Japanese or Korean is a name and a trade.

    >>> [is_signature(t) for t in ("李明，《山报》记者。", "记者去了山里。")]
    [True, False]
    """
    return len(text) <= 80 and _SIGNED_CJK.match(text.strip("　 ■◆※")) is not None
