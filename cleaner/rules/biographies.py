"""Notes that tell the life of who wrote a text (NOT): a trade, studies, a birth, a place, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.language import common_stopwords
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, content_words, ends_open, extent, name_like
from cleaner.rules.author_life import tells_since_when
from cleaner.rules.life_lines import DENSE, EAST, GREEK, MARKS, LifeLine, opening_name, share_told, shown
from cleaner.rules.note_words import count_words
from cleaner.rules.presented import counts_texts, handle_of, name_start
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.spoken_of import ENDING, is_told
from cleaner.rules.word_starts import spell
from cleaner.types import Category, Kind

_FOLLOW = ("copula", "trade", "learned", "life", "writes")
LAST_LINES = 8  # of a text, where notes about its author stand
FEWEST, MOST = 2, 45  # words of one
POINTER = 6  # words of a line that leads to all of an author's texts
OWN = 0.34  # share of a line's content words that the text uses; then it tells of the text's own people
MOST_AUTHORS = 2  # more whose lives are told are a list of people: of speakers, winners, contributors
NEAR, BEHIND = 40, 16  # characters between a name and its trade, and behind a trade that ends a line
HINTS = 2  # words of a life that make a note
STEM = 5  # letters by which a word for an author is known in any case
SHORT = 4  # letters of a surname that is looked for by itself
COVERED = 0.5  # share of a bare note's longer words that are a trade's or a life's
_BRACKETS = "([（【"
# Without an article a noun in a case may follow "author": of these languages' words a preposition says that none does.
_BARE = ("autor", "автор", "аутор")
_PREPOSITIONS = frozenset("od z ze w v ve na s po při u de din la în от с со в во из на по від із з".split())
# What a complement of "the author" begins with, where it is no case of a noun.
_COMPLEMENTS = frozenset(
    "of for behind der des vom von zu zur zum du de d des della dello dell dei degli delle del di do da dos das van "
    "voor bij av till til af fra om på του της των που who that which".split()
)
_AUTHOR = ("autor", "автор", "author", "penulis", "auteur", "författ", "forfatt", "kirjoit")
_PLURAL = ("s", "en", "i", "y", "rna")
_AGED = re.compile(r"[,(（]\s?\d{2,3}\s?[,)）]")
_DESK = re.compile(r"[（(][\u4e00-\u9fff]{2,5}部[\s・]?[\u4e00-\u9fff\u3040-\u30ff]{2,6}[）)]$")
_NAMED_BEHIND = re.compile(r"\w, [^\W\d_a-zà-ÿ][^\W\d_]{1,20} [^\W\d_a-zà-ÿ][^\W\d_]")  # a comma and two capitals
_YEAR = re.compile(r"(?:19|20)\d\d")
_SINCE = re.compile(r"\W?(?:19|20)\d\d")
_QUOTED = re.compile(r"[\"“„«「『]([^\"“”„«»」』]{0,60})[\"”“»」』]")
_SPEECH = frozenset('"“”„«»「『」』')
# Behind a comma: "the writer, who lives here, said".
_RELATIVE = re.compile(
    r"\W{0,3}(?:who|whose|that|der|die|dessen|qui|que|dont|quien|cuy[oa]|che|cui|cujo|wie|som|joka|któr|kter|ktor|care|aki|akinek"
    r"|котор|який|яка|който|која|који|οποί|που|yang|người)"
)


@rule(
    "NOT014",
    "biography",
    Category.AUTHOR_BIO,
    -2.8,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Our author teaches economics at Tarrow College.", on=("Our author",)),
        Example(ARTICLE + "Written by: Alice Tunde, sports editor. Alice joined us in 2018.", on=("Written",)),
        Example(ARTICLE + "A reporter since 2014, Ruth Mellor covers planning and transport.", on=("A reporter",)),
        Example(
            "Der Rat tagte am Montag.\nEr war sich nicht einig.\nUnser Autor ist Historiker und lebt in Kiel.",
            on=("Unser",),
        ),
        Example(
            "Il consiglio si riunì lunedì.\nNon ha deciso nulla.\nNata a Bari nel 1985, Lucia Ferri scrive di mare.",
            on=("Nata",),
        ),
        Example("市議会は月曜日に開かれた。\n何も決まらなかった。\n筆者は歴史学者。谷川市在住。", on=("筆者",)),
        Example(
            "시의회는 월요일에 열렸다.\n아무것도 정하지 못했다.\n필자는 역사학자로 부산에 살고 있다.", on=("필자",)
        ),
        Example(ARTICLE + "Posted by Mara — part-time beekeeper, mother of two", on=("Posted",)),
        Example(ARTICLE + "– Prof. Ana Whitlock teaches hydrology at the University of Tarrow.", on=("– Prof",)),
        Example(ARTICLE + "Mara has published 48 posts.", on=("Mara",)),
        Example(
            "Le conseil s'est réuni lundi.\nIl n'a rien décidé.\nPar Luc Roux, journaliste à la rédaction de Brest, "
            "spécialiste des ports.",
            on=("Par Luc",),
        ),
        Example(
            "A câmara reuniu-se na segunda.\nNada decidiu.\nQuem escreve: Lia Prado, formada em letras e mãe de dois.",
            on=("Quem",),
        ),
        Example(
            "Rada obradowała w poniedziałek.\nNic nie ustalono.\nWszystkie artykuły autora",
            on=("Wszystkie",),
        ),
    ),
    silent=(
        Example(ARTICLE + "A lock since 1911, the Merrow gate keeps the sea out."),
        Example(ARTICLE + "Written by hand, the log of the captain lies in the museum."),
        Example(ARTICLE + "The author of the letter lives in Dunmere."),
        Example(ARTICLE + "The author died in 1954 and left the house to the town."),
        Example(ARTICLE + "Tom Birch was born on the ferry in 1931 and still lives next to it."),
        Example(ARTICLE + "Ruth Mellor, the last pilot, lives in Leeds now."),
        Example(ARTICLE + "Edith Crane, 91, teacher and mother of two."),
        Example(ARTICLE + "By Monday the teacher had left, and the father of the boy came alone."),
        Example(ARTICLE + "The letter was written by Mara Lind, who kept the lock."),
        Example(ARTICLE + "Mara Lind has 48 posts to paint before the ferry comes."),
        Example(ARTICLE + "Dr. Birch pulled the tooth and said nothing."),
        Example(ARTICLE + "Von Kiel aus fuhr der Lehrer weiter nach Osten."),
        Example(ARTICLE + "Par Brest passe le train, et l'instituteur le prend."),
        Example(f"Ruth Mellor, a teacher, came too.\n{ARTICLE}Ruth Mellor is a teacher and mother of three."),
        Example("The author came late.\n" + ARTICLE + "The author lives in Dunmere."),
        Example(ARTICLE + "All articles of the bylaw were read aloud."),
        Example("Der Rat tagte am Montag.\nEr war sich nicht einig.\nDer Autor der Studie lebt in Kiel."),
        Example("市議会は月曜日に開かれた。\n何も決まらなかった。\n手紙の筆者は谷川市に住んでいる。"),
    ),
)
def biography(page: Page) -> Iterator[Finding]:
    """Finds last lines that tell of somebody whom the text does not name what he is, has learned or where he lives.

    Why: who wrote the text is metadata. A person of the story is named before, died, or still does what he did.
    Example: `Storico e scrittore, vive a Valchiara.`
    Source: own observation in many languages; the words are data/biographies.toml's
    """
    size = len(page.blocks)
    strangers: list[Finding] = []
    for index in range(max(2, size - LAST_LINES, extent(page).last), size):
        block, m = page.blocks[index], page.measures[index]
        words = count_words(block.text, m.words)
        if not FEWEST <= words <= MOST or block.kind in FIXED_KINDS or _speaks(block.text):
            continue
        if block.kind is Kind.ITEM and (index < size - 1 or page.blocks[index - 1].kind is Kind.ITEM):
            continue
        line = LifeLine(block.text, words)
        said = _leads_to_all(line)
        bracketed = block.text[0] in _BRACKETS
        if not said and (bracketed or not line.of("told")):
            said = _role_speaks(page, index, line)
            if not said:
                told = _stranger_lives(page, index, line) or _bare_trade(page, index, line)
                if told := told or _led_name(page, index, block.text, words):
                    strangers.append(Finding(block.index, told))
        if said:
            yield Finding(block.index, said)
    if len(strangers) <= MOST_AUTHORS:
        yield from strangers


def is_of_story(text: str) -> bool:
    """Whether a line tells of somebody who still is where the story was, or of a relative; notes tell no such thing.

    >>> is_of_story("He was born in the mill and still lives there."), is_of_story("He lives in Leeds.")
    (True, False)
    """
    return text[:1] not in _BRACKETS and bool(LifeLine(text, 0).of("told"))


def _speaks(text: str) -> bool:
    """Whether a line quotes more than a name: a paper's or a book's."""
    if _SPEECH.isdisjoint(text):
        return False
    return text[0] in _SPEECH or not _SPEECH.isdisjoint(_QUOTED.sub("", text))


def _leads_to_all(line: LifeLine) -> str:
    """What says that a line leads to all texts of somebody."""
    if line.words > POINTER or not ends_open(line.text):
        return ""
    for at, literal in line.of("all-end").items():
        if at + len(literal) == len(line.spelled):
            return f"leads to all of an author's texts: '{literal.strip()}'"
    literal = line.of("all-by").get(0, "")
    if not literal:
        return ""
    rest = [word for word in line.text.split()[len(literal.split()) :] if word not in GREEK]
    bare = line.spelled[len(literal) :]
    if (
        name_like(" ".join(rest))
        or (rest and line.of("role").keys())
        or bare.strip() >= DENSE
        or bare.startswith(_AUTHOR)
    ):
        return f"leads to all of an author's texts: '{literal.strip()}'"
    return ""


def _role_speaks(page: Page, index: int, line: LifeLine) -> str:
    """What says that a line tells of its author, where a role stands for the name."""
    role = line.of("role").get(0, "")
    if not role:
        return ""
    end = len(role)
    hints = line.hints(end)
    free = sorted(at for at in line.of("leisure") if at >= end)
    if not (hints or free):
        return ""
    # The subject is followed by what he is: "the author of the letter" is somebody else.
    follows = any(line.begins(name, end) for name in _FOLLOW)
    behind = line.text.lstrip(" ([（")[len(role.rstrip()) :].lstrip()
    marked = behind[:1] in tuple(MARKS) and _RELATIVE.match(behind) is None
    last = role >= "\u0900" and (len(hints) >= HINTS or line.text[0] in _BRACKETS)
    told = len(hints) + len(free) >= HINTS and _acts(role, line.spelled[end:])
    if not (follows or marked or last or told) or _speaks_of(page, index, max(role.split(), key=len)):
        return ""
    first = shown(line, hints[0]) if hints else line.of("leisure")[free[0]].strip()
    return f"'{role.strip()}' and '{first}'"


def _acts(role: str, behind: str) -> bool:
    """Whether what follows a role is no complement of it: "the author of the letter", "der Autor der Studie".

    >>> _acts("the author ", "sails since her childhood "), _acts("the author ", "of the letter ")
    (True, False)
    >>> _acts("autorka ", "od dziecka żegluje "), _acts("autorka ", "listu żegluje ")
    (True, False)
    """
    following = behind.partition(" ")[0]
    if role.startswith(_BARE) and " " not in role.strip():
        return following in _PREPOSITIONS
    return following not in _COMPLEMENTS


def _led_name(page: Page, index: int, text: str, words: int) -> str:
    """What says that a line tells of one whose name stands behind a byline's words, a mark or a title."""
    if index == len(page.blocks) - 1 and counts_texts(text):
        return "how much somebody has written"
    start, sure = name_start(text)
    return _stranger_lives(page, index, LifeLine(text[start:], words), sure=sure) if start else ""


def _stranger_lives(page: Page, index: int, line: LifeLine, *, sure: bool = False) -> str:
    """What says that a line tells who somebody is whom the text does not name; `sure` behind a byline's words."""
    name = opening_name(line.text)
    if sure and not name:
        name = handle_of(line.text)
    if not name or _is_own(page, index, name):
        return ""
    at = len(spell(name))
    hints = line.hints(at if name < EAST else at - 1)
    if not (hints or line.of("writes")) or (hints and name >= DENSE and hints[0] > at + NEAR / 2):
        return ""
    rest = line.text.lstrip(" ([（").removeprefix(name).lstrip()
    marked = rest[:1] in tuple(MARKS) or (name >= EAST and bool(rest))
    if not (marked or any(line.begins(family, at) for family in _FOLLOW)):
        return ""
    trades = [place for place in hints if place in line.of("trade") and place <= at + NEAR]
    # One capital opens any sentence.
    # Lists of the dead and of winners tell ages.
    if not trades and _AGED.match(rest):
        return ""
    if sure and hints:
        return f"behind a byline's words '{name}' and '{shown(line, hints[0])}'"
    if " " not in name and name < DENSE and not (trades and len(hints) >= HINTS and line.spelled.startswith("is ", at)):
        return ""
    if trades and len(line.spelled) - hints[-1] - len(shown(line, hints[-1])) <= BEHIND and line.words <= MOST / 3:
        return f"'{name}' and '{shown(line, trades[0])}', and little else"
    if line.begins("writes", at) and (line.of("beat") or _YEAR.search(line.text)):
        return f"'{name}' and what he covers"
    if len(hints) >= HINTS:
        return f"'{name}', '{shown(line, hints[0])}' and '{shown(line, hints[1])}'"
    return ""


def _bare_trade(page: Page, index: int, line: LifeLine) -> str:
    """What says that a line without a subject tells who somebody is: a trade, studies or a birth opens it."""
    if _DESK.match(line.text):
        return "a desk and a name"
    if line.of("role").get(0):
        return ""
    start = 2 if line.spelled.startswith("a ") else 3 if line.spelled.startswith("an ") else 0
    hints = line.hints(0)
    since = _SINCE.match(line.text) is not None and line.text.lower() == line.text.upper()
    if len(hints) < HINTS and not (hints and _YEAR.search(line.text)):
        return ""
    if hints[0] != start and not (since and hints[0] <= NEAR / 2):
        return ""
    if since and not (line.of("trade") and line.of("life")):
        return ""
    if (start and "," not in line.text) or hints[0] in line.of("place"):
        return ""
    # A trade before a name is its title.
    leading = line.text.split()[:2]
    if leading[-1][0].isupper() and leading[0][-1].isalnum() and len(leading) > 1:
        return ""
    first = line.spelled[start:].partition(" ")[0]
    if first < DENSE and not start and first.endswith(_PLURAL) and hints[0] in line.of("trade"):
        return ""
    covered = COVERED if first < DENSE and not _NAMED_BEHIND.search(line.text) else COVERED / 2
    if _since_when(page, index, line):
        covered = 0.0
    if _is_own(page, index, "") or _speaks_of(page, index, first) or share_told(line) < covered:
        return ""
    return f"opens with '{shown(line, hints[0])}', and no subject"


def _since_when(page: Page, index: int, line: LifeLine) -> bool:
    """Whether a text's last line opens with the trade of one who writes, and tells since which year she has it."""
    return index == len(page.blocks) - 1 and 0 in line.of("trade") and tells_since_when(line.text)


def _told_before(page: Page, index: int) -> Iterator[int]:
    """The sentences of the text that stand before a line."""
    for at in range(index):
        m = page.measures[at]
        if is_told(m):
            yield at


def _speaks_of(page: Page, index: int, role: str) -> bool:
    """Whether a sentence before a line says a word for an author, in any case: then he is the story's."""
    bare = role.strip()
    stem = bare[: max(STEM, len(bare) - 2)] if bare < DENSE else bare
    for at in _told_before(page, index):
        m = page.measures[at]
        if stem in m.folded and (stem >= DENSE or any(token.startswith(stem) for token in m.tokens)):
            return True
    return False


def _has_case_of(m: Measures, stem: str, longest: int) -> bool:
    """Whether a line has a word of a stem, in any case."""
    return any(token.startswith(stem) and len(token) <= longest for token in m.tokens)


def _is_own(page: Page, index: int, name: str) -> bool:
    """Whether the sentences before a line name somebody of its name, or use a third of its words."""
    spelled = spell(name).strip()
    # A name of a syllable or two is a part of other words and names.
    parts = [part for part in spelled.split() if len(part) >= SHORT]
    stems = [(part[:-1] if len(part) > STEM and part < DENSE else part, len(part)) for part in parts]
    said = content_words(page.measures[index].folded, common_stopwords())
    shared = set[str]()
    for at in _told_before(page, index):
        m = page.measures[at]
        if not stems and spelled and spelled in m.folded:
            return True
        for stem, length in stems:
            if stem in m.folded and (stem >= DENSE or _has_case_of(m, stem, length + ENDING)):
                return True
        shared.update(word for word in said if (word in m.folded if word >= DENSE else word in m.tokens))
    return bool(said) and len(shared) / len(set(said)) >= OWN


RULES = (biography,)
