"""Pointers from the beginning of a text to the whole of it elsewhere (RDO), on a line or glued to the last sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from cleaner.measure import fold, words
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, TAIL_LINES, continues_word, last_written
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MONDAY
from cleaner.rules.subject import speaks_of_sites
from cleaner.rules.word_lists import read_lists
from cleaner.types import Category
from cleaner.types.members import ITEM

WORDS, CHARS = 14, 120  # of such a pointer
SMALL = 3  # letters of a word that may be written small inside a name
LEFT_WORDS = 4  # of a line that tells what is left: "12 more paragraphs"
NAMES = 5  # words of the name of the place where the whole text stands
_MARKS = " \t[]()（）【】«»<>→➔►▶☞👉…*|·-–—_.:：\"'“”"
_OPENING = tuple("[(（")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]{2,40}(?:\.[\w-]{2,40}){1,3}(?:/\S*)?", re.IGNORECASE)
_ARROW = re.compile(r"(?:[»→➔►▶☞>]|\.\.\.|…|\])\s*$")
_GAP = re.compile(
    r"(?<=[…。！？])(?=[\[（(【])|(?:\[(?:…|\.\.\.)\]|\[(?=…|\.\.\.)|…|\.\.\.|[.!?。！？])[\"'”’»)\]]?\s+|[。！？]"
)
_MORE = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.)\)|(?<=\s)(?:…|\.\.\.))\s*$")
_COUNT = re.compile(r"\d[\d., \u00a0\u202f]*\s?([^\d\W]+)(?: ([^\d\W]+))?")
_LEFT = re.compile(r"残り\s?[\d,]+\s?文字.{0,24}$|還有\s?[\d,]+\s?字$|剩余\s?[\d,]+\s?字$")


@lru_cache(maxsize=4)
def _listed(name: str) -> tuple[str, ...]:
    """The words listed under a name in data/read_on.toml, folded, the longest first."""
    raw = read_lists("read_on.toml")
    spelled: str = raw[name]
    found = {fold(one) for one in spelled.replace("\n", " ").split(";")}
    return tuple(sorted(filter(None, found), key=lambda one: (-len(one), one)))


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    """The single words that may follow such a beginning."""
    return frozenset(word for one in _listed("whole") for word in words(one))


@lru_cache(maxsize=4)
def _set_of(name: str) -> frozenset[str]:
    return frozenset(_listed(name))


def pointed(text: str, begins: tuple[str, ...]) -> str:
    """The words by which a text is nothing but a pointer to the whole of it, or "".

    Behind them stand nothing, words for the whole text, an address, or the name of a place and an arrow.
    """
    bare = text.strip(_MARKS)
    if not 0 < len(bare) <= CHARS:
        return ""
    folded = fold(bare)
    begin = next((one for one in begins if folded.startswith(one)), "")
    behind = folded[len(begin) : len(begin) + 1]
    if not begin or (behind and begin[-1:].isalpha() and begin[-1:] < "\u0e00" and continues_word(behind)):
        return ""
    address = _ADDRESS.search(bare) is not None
    rest = words(_ADDRESS.sub(" ", fold(text).strip(_MARKS)[len(begin) :]))
    other = [word for word in rest if word not in _whole() and not word.isdigit()]
    if len(rest) > WORDS:
        return ""
    # A sentence of ordinary words is one.
    if not other:
        return begin if address or _ARROW.search(text) or not text.rstrip().endswith((".", "。", "।")) else ""
    # What is left is in capitals, and the line leads there: the name of a place.
    named = [word for word in bare.split() if fold(word.strip(_MARKS + ",")) in other]
    capitals = [word.strip(_MARKS)[:1].isupper() for word in named if len(word) > SMALL]
    capital = bool(capitals) and all(capitals)
    leads = address or _ARROW.search(text) is not None
    return begin if leads and len(other) <= NAMES and (capital or address) else ""


@derived
def read_on_marks(page: Page) -> Mapping[int, tuple[int, int, str]]:
    """Where a text points to the whole of it: block -> the characters of the pointer, and what it says."""
    begins = joined_text(page).present(_listed("begins"))
    found: dict[int, tuple[int, int, str]] = {}
    last = len(page.blocks) - 1
    for block in page.blocks[max(0, last + 1 - TAIL_LINES) :]:
        if block.kind in FIXED_KINDS or block.kind is ITEM:
            continue
        text = block.text
        if block.index < last_written(page):
            continue
        if len(text) <= CHARS and _counts(text):
            found[block.index] = (0, len(text), "what is lacking")
            continue
        if not begins:
            continue
        if page.measures[block.index].words <= WORDS and (said := pointed(text, begins)):
            found[block.index] = (0, len(text), said)
        elif block.index == last:
            cut = _glued(text, begins)
            if cut is not None:
                found[block.index] = cut
    return found


def _counts(text: str) -> bool:
    """Whether a line says how many words or characters are lacking or shown, or that a text was cut.

    It does so in brackets, behind dots, or in a number, a unit and a word for what is left.
    """
    bare = fold(text.strip(_MARKS))
    dotted = text.startswith(("…", "..."))
    bracketed = text.lstrip(" .…")[:1] in _OPENING and text[-1] in "])）" and text[-2:-1] not in ".!?。"
    if (dotted or bracketed) and bare in _set_of("cut"):
        return True
    found = [fold(word) for hit in _COUNT.finditer(text) for word in hit.groups() if word]
    if _LEFT.match(text) is not None:
        return True
    if _set_of("units").isdisjoint(found):
        return False
    if bracketed:
        return True
    said = words(bare)
    return len(said) <= LEFT_WORDS and not _set_of("still").isdisjoint(said) and not text.endswith((".", "!", "?"))


def _glued(text: str, begins: tuple[str, ...]) -> tuple[int, int, str] | None:
    """The pointer at a paragraph's end, with the mark of the cut before it."""
    near = max(0, len(text) - CHARS)
    for gap in _GAP.finditer(text, near):
        said = pointed(text[gap.end() :], begins)
        if said and gap.end() > 0:
            start = gap.end()
            opened = text[gap.start()]
            if opened in "[…" or text.startswith("...", gap.start()):
                start = gap.start()
            more = _MORE.search(text[:start])
            start = more.start() if more is not None else start
            return start, len(text), said
    return None


@rule(
    "RDO001",
    "pointer-to-the-whole",
    Category.PAYWALL,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Continua a leggere su La Nazione del Porto →", on=("Continua",)),
        Example(ARTICLE + "[Article tronqué – 2 310 caractères restants]", on=("[Article",)),
        Example(ARTICLE + "Baca artikel penuh di sini »", on=("Baca",)),
        Example(ARTICLE.strip() + " […] continue at source", on=("Nobody",)),
        Example(ARTICLE + "Weiterlesen auf hafenpost.example", on=("Weiterlesen",)),
        Example(ARTICLE + "[ещё 812 слов]", on=("[ещё",)),
    ),
    silent=(
        Example(ARTICLE + "Read more recipes than you bake, and bake the dull ones."),
        Example(ARTICLE + "Read the full story of the mill at the library."),
        Example(ARTICLE + "Keep reading in the dark and your eyes will thank you"),
        Example(f"Read more\n{MONDAY}\n{ARTICLE}"),
        Example(ARTICLE + "(The ferry took 148 passengers.)"),
        Example(ARTICLE + "Weiterlesen war im Heim verboten."),
    ),
)
def pointer_to_the_whole(page: Page) -> Iterator[Finding]:
    """Finds the line or the end of a line by which an excerpt leads to the whole text, and what it counts as lacking.

    Why: the excerpt's frame says it, not its author; a sentence that uses these words goes on with others.
    Example: `Continue lendo em correio.example`, `[ещё 812 слов]`
    Source: the excerpts of feeds and of blogs' software, in their translations
    """
    marks = read_on_marks(page)
    if not marks or speaks_of_sites(page):
        return
    for index, (start, end, said) in marks.items():
        whole = start == 0
        yield Finding(index, f"it points to the whole text: '{said}'", span=None if whole else (start, end))


RULES = (pointer_to_the_whole,)
