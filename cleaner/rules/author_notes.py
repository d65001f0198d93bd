"""Who wrote a text (NOT): a biography in its last lines, a signature with a mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import fold
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent, name_like
from cleaner.rules.author_life import LIFE_WORDS, name_behind_trade, tells_since_when
from cleaner.rules.biographies import is_of_story
from cleaner.rules.note_words import BRACKETS, count_words, note_set, notes, phrases_opening
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY, TUESDAY
from cleaner.rules.spoken_of import behind_opening, names_nobody, speaks_of_authors, spoken_of
from cleaner.rules.subject import is_foreign
from cleaner.types import Category

MOST_SIGNATURES = 3  # more names with mailboxes are a list of people: contributors, delegates, contacts
LAST_LINES, TRADE_SENTENCE = 2, 6  # that end a text; words of a first sentence that is a trade
BIO_WORDS, SIGNATURE_WORDS, MAILBOX_WORDS = 45, 12, 10  # of the longest biography, signature, name with a mailbox
_COPULA = (
    r"is|ist|est|es|é|è|is een|är|er|on|jest|je|este|είναι|—|–|یک|adalah|là|writes|schreibt|écrit|escribe|escreve"
    r"|scrive|schrijft|skriver|pisze|píše|scrie|пишет|пише|reports|covers|lebt|vive|lives|bor|mieszka|has"
    r"|joined|hat|war"
    r"|arbeitet|arbeitete|berichtet|schrieb|a|travaille|collabore|couvre|ha|trabaja|colabora|collabora|si occupa|cura"
    r"|lavora|trabalha|escreveu|heeft|werkt|werkte|har|arbetar|arbejder|jobber|bevakar|dækker|dekker|suit"
    r"|napisał|napisała|pracuje|работает|працює"
)
_NAME_PART = r"[^\W\d_a-zà-ÿ][\w.’'-]{0,30}|de|van|der|den|ter|ten|von|zu|da|do|dos|di|del|la|le|af|al|el|bin|ben"
_NAMED = re.compile(
    rf"\W{{0,3}}([^\W\d_a-zà-ÿ][\w.’'-]{{0,30}}(?:\s(?:{_NAME_PART})){{1,4}})(?:\s\([^()]{{3,40}}\))?"
    rf"(?:\s|,[^,.:]{{2,30}},\s)(?:{_COPULA})\s"
)
_REPORTS = re.compile(
    r"((?:[A-Z][\w.’'-]{1,30}\s){2,3})(?:covers|reports|writes|edits|leads)\s(?:for|on|from|about|the|[a-z])"
)
# What those who write do, in the present, and for whom or about what.
_WRITES = re.compile(
    r"\b(?:writes (?:about|on|for)|reports (?:on|for|from)|covers .{3,40} for|schreibt (?:über|für|seit)"
    r"|has (?:covered|reported|edited|written (?:for|about|on|extensively)|been (?:covering|reporting|writing))"
    r"|joined (?:the |our )?(?:\w+ )?(?:paper|newspaper|newsroom|magazine|news desk|desk|staff of|editorial)"
    r"|hat (?:für|über) .{3,60}(?:geschrieben|berichtet)|berichtet (?:seit|aus|über|für) "
    r"|a (?:rejoint|intégré) la rédaction|a (?:écrit|collaboré|travaillé) pour "
    r"|ha (?:escrito|colaborado|trabajado) (?:para|con) |ha (?:scritto|collaborato) (?:per|con) "
    r"|(?:col+abora|collabore|collaborates|samarbetar) (?:à|avec|en|con|com|with) .{0,20}(?:magazin|revist"
    r"|revue|rivist"
    r"|journa|giornal|jorna|diario|quotidian|períodic|periódic|radio|rádio|presse|prensa|testat|rédaction)\w{0,8}"
    r"|escreveu para |heeft geschreven (?:voor|over) |har (?:skrevet|skrivit) (?:for|för) "
    r"|lebt als freie|écrit (?:sur|pour)|couvre |escribe (?:sobre|para)|escreve (?:sobre|para)|scrive (?:di|per|su)"
    r"|schrijft (?:over|voor|sinds)|skriver (?:om|för|for|sedan|siden)|bevakar .{3,40} (?:sedan|för)"
    r"|dekker .{3,40} (?:siden|for)|dækker .{3,40} (?:siden|for)|pisze (?:o|dla)|píše (?:o|pro)|scrie (?:despre"
    r"|pentru)"
    r"|пишет (?:о|об|для)|пише (?:про|для))\b"
)
_REPORTER = re.compile(
    r"[(\[]?(?:[가-힣]{1,8}=)?[가-힣]{2,4}\s?(?:[가-힣]{1,4}\s?)?(?:기자|특파원|논설위원|선임기자|인턴기자|에디터)"
    r"\s?[=·/]?\s?(?:\S+@\S+)?[)\]]?$|記者[:：]?\s?\S{2,8}$|(?:本报|本報)?记者\s\S{2,8}$"
)
# Only from where a run begins: tried from each of its characters, a long one would be quadratic.
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")


@rule(
    "NOT005",
    "author-note",
    Category.AUTHOR_BIO,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "The writer is a professor of music at the University of Lindale.", on=("The writer",)),
        Example(
            "Der Rat tagte am Montag.\nEr war sich nicht einig.\nJan Petersen ist Redakteur beim Küstenboten.",
            on=("Jan",),
        ),
        Example(ARTICLE + "Anna de Wit is redacteur binnenland.", on=("Anna",)),
        Example(ARTICLE + "Mara Lind has covered schools and housing since 2009.", on=("Mara",)),
        Example(ARTICLE + "Kim Sato joined our newsroom in 2021, from a paper in the north.", on=("Kim",)),
        Example(ARTICLE + "Uwe Brandt, Jahrgang 1981, arbeitet als Redakteur in Kiel.", on=("Uwe",)),
        Example(ARTICLE + "Giulia Conti ha scritto per diversi quotidiani.", on=("Giulia",)),
        Example(ARTICLE + "Eva Smit werkt sinds 2014 als journaliste.", on=("Eva",)),
        Example(ARTICLE + "Ana Whitlock covers local government. Reach her at ana@argus.example.", on=("Ana",)),
    ),
    silent=(
        Example(ARTICLE + "Luc Perrot is a writer, was born on the boat in 1931 and still lives next to it."),
        Example(ARTICLE + "Ana Whitlock covers the boat with a sheet at night."),
        Example(ARTICLE + "Mara Lind has run the ferry since 2009 and voted against it."),
        Example(ARTICLE + "Kim Sato joined the council in 2021 and sits by the door."),
        Example(ARTICLE + "Uwe Brandt, Jahrgang 1981, arbeitet als Fischer in Kiel."),
        Example(ARTICLE + "Giulia Conti ha scritto al sindaco e aspetta una risposta."),
        Example(ARTICLE + "Sophie Lambert a écrit au maire et attend toujours une réponse."),
        Example(ARTICLE + "Eva Smit werkt sinds 2014 in de haven."),
        Example(ARTICLE + "Anna Keller, a warden\nTom Reed, editor of the Argus"),
        Example(ARTICLE + "The writer is dead, and the book is forgotten in the town that he made famous."),
        Example(f"{MONDAY}\n{TUESDAY}\n“The boat was easy to steer, too.”\n— Mervin Adair, film editor"),
        Example("Anna Keller is a journalist.\n" + ARTICLE + "Anna Keller is a journalist who saw it all.\n" + MAYOR),
    ),
)
def author_note(page: Page) -> Iterator[Finding]:
    """Finds the last lines of a text that say who wrote it: the author is a professor, NAME is a reporter.

    Why: a biography under the text is about somebody else than the text. A person whom the article names stays.
    Example: `Camille Roux est journaliste au service Société.`
    Source: own observation in many languages; the trades are data/notes.toml's
    """
    where = extent(page)
    for index in range(max(2, where.last), len(page.blocks)):
        block, m = page.blocks[index], page.measures[index]
        words = count_words(block.text, m.words)
        if not 2 < words <= BIO_WORDS or block.kind in FIXED_KINDS:
            continue
        bare = m.folded.lstrip(BRACKETS)
        phrase = next(iter(phrases_opening(bare, notes("authors"))), "")
        general = phrase.startswith(("about", "views", "the views", "opinions"))
        if phrase and (
            general
            or ":" in bare[:40]
            or (names_trade(behind_opening(bare, phrase)) and not speaks_of_authors(page, block.index))
        ):
            yield Finding(block.index, f"opens with '{phrase}'", weight=-3.0)
            continue
        if is_of_story(block.text):
            continue
        signed = _signs_with_trade(block.text, words)
        if (
            signed
            and not _speaks_above(page, index)
            and not _among_persons(page, index)
            and _is_stranger(page, signed, block.index)
        ):
            yield Finding(block.index, f"'{signed}' and a trade, and nothing else", weight=-2.8)
            continue
        if block.index >= len(page.blocks) - LAST_LINES and _opens_with_trade(page, block.index):
            yield Finding(block.index, "a trade, and who has it, in the last lines", weight=-2.8)
            continue
        name = _named_subject(block.text)
        traded = bool(name) and (names_trade(_behind(bare, name)) or _WRITES.search(bare) is not None)
        if not traded and "@" in block.text and _MAIL.search(block.text) and block.index > where.last:
            name = _reporter_of(block.text)
            traded = bool(name)
        if not (name and traded):
            continue
        told = "@" in bare or tells_since_when(bare) or _WRITES.search(bare) is not None or _trade_follows(bare)
        if told and _is_stranger(page, name, block.index):
            yield Finding(block.index, f"'{name}' and a trade, in the last lines", weight=-2.8)


def _behind(bare: str, name: str) -> str:
    """What a line says behind a name, whose title makes no author; all of it where an author has no name."""
    folded = fold(name)
    return bare[len(folded) :] if len(name.split()) > 2 and bare.startswith(folded) else bare


def _is_stranger(page: Page, name: str, index: int) -> bool:
    """Whether nobody of this name is told of before a line."""
    return is_foreign(page, name, index) and not spoken_of(page, name, index)


def _opens_with_trade(page: Page, index: int) -> bool:
    """Whether a last line opens with a trade, and a name stands behind it or another sentence."""
    text = page.blocks[index].text
    if page.measures[index].words > LIFE_WORDS:
        return False
    trade, name = name_behind_trade(text)
    if trade:
        return _TRADE.search(trade.casefold()) is not None and _is_stranger(page, name, index)
    first, stop, rest = text.partition(". ")
    if not (stop and rest) or index < len(page.blocks) - 1:
        return False
    return len(first.split()) <= TRADE_SENTENCE and _TRADE.match(first.casefold()) is not None


def _speaks_above(page: Page, index: int) -> bool:
    """Whether a line behind a dash stands under the end of a quotation: then it says whose words those are."""
    return page.blocks[index].text[:1] in "—–-" and page.blocks[index - 1].text[-1:] in _CLOSING_QUOTES


def _among_persons(page: Page, index: int) -> bool:
    """Whether a line near is a name and what somebody is who writes nothing: the persons of a play."""
    near = range(max(0, index - PERSONS), min(len(page.blocks), index + PERSONS + 1))
    return any(_is_person(page, at) for at in near)


def _is_person(page: Page, index: int) -> bool:
    """Whether a line is a name and what he is, which is no author's trade."""
    m = page.measures[index]
    if not 1 < m.words <= TITLED_WORDS or m.ends_sentence:
        return False
    titled = _TITLED.match(page.blocks[index].text)
    return titled is not None and name_like(titled.group(1)) and not names_trade(titled.group(2).casefold())


def names_trade(bare: str) -> bool:
    """Whether a trade stands among some words, in any case and with any ending."""
    return not note_set("roles").isdisjoint(re.split(r"[^\w’'-]+", bare)) or _TRADE.search(bare) is not None


# The stems of who writes, in the languages of the packs.
_TRADE = re.compile(
    r"journalis|jornalis|reporter|redakt|rédact|redact|redat|korrespond|correspond|corrispond|colum?nist|kolumnis"
    r"|kolumni|chroniqu|cronist|giornalist|periodist|publicist|\b(?:author|writer|editor|blogger|essayist)"
    r"|\bautor|\bauteur|\bautric|\bautore\b|\bécrivain|\bescritor|\bscritt(?:or|ric)|\bschrijver|\bschrijfster"
    r"|författar|forfatter"
    r"|skribent|krönik|toimittaj|kirjailij|dziennikar|pisar[zk]|tłumacz|publicyst|novinář|spisovatel|jurnalist"
    r"|scriitor"
    r"|újságíró|szerkesztő|\bíró\b|történész|\btanár\b|δημοσιογράφ|συγγραφέα|συντάκτ|журналіст|журналист|корреспондент|кореспондент"
    r"|редактор"
    r"|обозревател|оглядач|писател|письменни|публицист|публіцист|gazeteci|muhabir|yazar|editör|wartawan"
    r"|jurnalis|penulis|dosen|peneliti|phóng viên|nhà báo|nhà văn|biên tập|صحف|صحاف|كاتب|محرر|مراسل|روزنامه|خبرنگار"
    r"|نویسنده|עיתונא|סופר|כתב(?:ת|נו)?\b|עורכ|पत्रकार|संवाददाता|लेखक|लेखिका|संपादक|记者|記者|编辑|編輯|作家|教授|撰稿|ライター|ジャーナリスト"
    r"|編集|教授|기자|작가|칼럼니스트|논설|교수|นักข่าว|นักเขียน|professor|dozent|docent|profesor|професор|профессор"
    r"|catedrátic|professeur|ricercat(?:ore|rice)|investigador|pesquisador|chercheu|\b(?:researcher|lecturer)\b"
    r"|hooglera"
    r"|onderzoeker|wissenschaftler|forscher(?:in)?\b|badacz"
    r"|פרופסור|מרצה|novelist|romancier|novelista|romanziere|\bcritic\b|historian|histori(?:ker|en\b|cus)|essay"
    r"|poet\b|dichter"
)
_CLOSING_QUOTES = frozenset('"”“»«’」』')
# NAME, what she is: a signature with a trade.
_TITLED = re.compile(
    r"\W{0,3}(?:(?:words|text|texte|texto|testo|tekst|текст|story|文|文・|撰文|글)\s?[:：・]\s?)?"
    r"([^\W\d_a-zà-ÿ][\w.’'-]{1,30}(?:\s[^\W\d_a-zà-ÿ][\w.’'-]{1,30}){1,3})(?:\s?[,،(（]\s?|\s[–—-]\s)(.{3,60})$"
)
_LABELLED_NAME = re.compile(
    r"(?:words|text|texte|texto|testo|tekst|текст|yazı|kirjoittaja|auteur|autor|autore|autora|autorin|文|撰文"
    r"|글)\s?(?:by\b|[:：・])"
    r"\s?([^\W\d_a-zà-ÿ][\w.’'-]{1,30}(?:\s[^\W\d_a-zà-ÿ][\w.’'-]{1,30}){1,3}"
    r"|[\u3040-\u9fff\uac00-\ud7a3]{2,5})\s?(?:[(（].{2,20}[)）])?$",
    re.IGNORECASE,
)
TITLED_WORDS = 12  # of such a signature
PERSONS = 2  # lines around one in which another person of a list stands


def _signs_with_trade(text: str, words: int) -> str:
    """The name of a line that is nothing but somebody's name and trade; nothing else."""
    if words > TITLED_WORDS:
        return ""
    titled = _TITLED.match(text)
    if titled and names_trade(titled.group(2).casefold()) and name_like(titled.group(1)):
        return titled.group(1)
    labelled = _LABELLED_NAME.match(text)
    return labelled.group(1) if labelled else ""


def _named_subject(text: str) -> str:
    found = _NAMED.match(text[:150])
    name = found.group(1).strip() if found else ""
    return "" if name and names_nobody(name) else name


def _reporter_of(text: str) -> str:
    """The name of somebody of whom a line says that he covers something."""
    found = _REPORTS.match(text)
    return found.group(1).strip() if found else ""


def _trade_follows(bare: str) -> bool:
    """Whether a trade stands among the first words behind the subject."""
    return names_trade(" ".join(re.split(r"[^\w’'-]+", bare)[1:14]))


@rule(
    "NOT009",
    "signature",
    Category.BYLINE,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Anna Keller anna.keller@harbour.example", on=("Anna",)),
        Example(ARTICLE + "해오름=한지우 기자 jiwoo@haeoreum.example", on=("해오름",)),
    ),
    silent=(
        Example(ARTICLE + "Write to the council at council@town.example before Monday."),
        Example(
            ARTICLE + "Anna Keller <anna@harbour.example>\nJan Petersen <jan@harbour.example>\n"
            "Mara Lind <mara@harbour.example>\nTom Reed <tom@harbour.example>"
        ),
        Example(ARTICLE + "Maintainer: Anna Keller <anna@harbour.example>"),
    ),
)
def signature(page: Page) -> Iterator[Finding]:
    """Finds a name with a mailbox, and Korean reporters' signatures, at the edges of a text.

    Why: who wrote the text is metadata.
    Example: `해오름=한지우 기자 jiwoo@haeoreum.example`
    Source: own observation on news texts
    """
    where = extent(page)
    named = {}
    for index in where.edges:
        block, m = page.blocks[index], page.measures[index]
        if not 0 < m.words <= SIGNATURE_WORDS:
            continue
        text = block.text.strip()
        if len(text) <= 60 and _REPORTER.match(text):
            yield Finding(block.index, "a reporter's signature")
        elif (hit := _MAIL.search(text)) is not None and m.words <= MAILBOX_WORDS:
            name = (text[: hit.start()] + " " + text[hit.end() :]).strip(" ()<>[],:;·|/–—-")
            # Between angle brackets it is a field of a program's file or of a mail.
            bracketed = text[hit.start() - 1 : hit.start()] == "<"
            if name_like(name) and 2 <= len(name.split()) <= 4 and not bracketed:
                named[block.index] = name
    if len(set(named.values())) <= MOST_SIGNATURES:
        for index, name in named.items():
            yield Finding(index, f"a name and a mailbox: '{name}'")


RULES = (author_note, signature)
