"""What a short line has of a printed page: its number, an address, the name of a paper with its issue, its authors."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cleaner.measure import Measures, word_count
from cleaner.page.page import Page, line_fact
from cleaner.page.shape import FIXED_KINDS, capitalised_share
from cleaner.rules.credit_words import any_of
from cleaner.rules.date_lines import date_like
from cleaner.rules.head_fields import is_publication, issues_in, pages_in, season_in
from cleaner.rules.page_numbers import OF_WORD, PAGE_WORD
from cleaner.types import Block

WORDS, CHARS = 22, 130  # of such a line
REST_WORDS, SMALL_WORDS = 11, 4  # of what is left beside its figures, and of these in small letters
ABBREVIATED = 2  # cut words of a journal's name: "Proc. Nat. Hist. Soc."
COUNTS = 2  # of issue, pages, range and year, which make a name a head
NAME_WORDS = 7  # of a publication's name without figures
SHORT_NAME = 3  # words of a yearbook's name
CAPITAL = 3  # letters of a name in capitals before a day
CAPITALS = 2  # words of a head in capitals
_AROUND = " \t[]()（）【】*–—−-·•|.…_<>«»/~"
_NUMBER = re.compile(r"\d{1,5}|\d{1,4}\s?/\s?\d{1,4}|[〇一二三四五六七八九十百]{1,5}")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|(?<!\d)1[34]\d\d(?!\d)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{3,200}")
_PRINTED = re.compile(
    r"(?:https?://|www\.)\S{3,200}\s+(?:\d{1,3}\s?/\s?\d{1,3}|.{0,60}\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.{0,20})"
    r"|(?:.{0,40}\s)?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s.{0,40}https?://\S{3,200}"
)
_HOUR = re.compile(r"\d[:.h]\d\d(?!\d)(?!\.\d)")
_LABEL = re.compile(r"[:：]\s?(?!\d)")
_FIGURE_END = re.compile(r"[\d)\]]\.?(?:\s?(?:г|гг|р|рр|год|y|ч)\.)?$")
_RANGE = re.compile(r"(?<![\d/.-])(\d{1,4})\s?[-–−]\s?(\d{1,4})(?![\d/-])(?!\.\d)")
_ISSUE = re.compile(
    r"(?<![\d/])\d{1,4}\s?/\s?(?:19|20)\d\d(?!\d)|^[^\W\d_]{1,5}\.\s?\d{1,5}$|卷[一二三四五六七八九十\d]{1,4}|[\d一二三四五六七八九十]{1,3}月号"
    rf"|\d{{1,4}}\s?{OF_WORD}\s?\d{{1,4}}$"
)
_OF_YEAR = re.compile(r"(?<![\d/])\d{1,4}\s?/\s?(?:19|20)\d\d(?!\d)")
_BRACKETED = re.compile(r"\(\d{1,3}\)$")
_COLON = re.compile(r"\s?[:：]\s?(?=\d{1,5}(?!\d))")
_CUT = re.compile(r"[^\W\d_]{1,12}\.(?=[\s,]|$|[^\W\d_])")
_SECTION = re.compile(r"\b(?:[a-f]\d{1,2})$", re.IGNORECASE)
# A page behind or before a stroke, or before a name; behind two strokes with a word for it; pages from one to another.
_LAST = re.compile(r"[–—|•·/]\s?\d{1,4}(?:\s?[–—|•·/])?$|^\d{1,4}\s?[–—|•·/](?!\s?\d)")
_FIRST = re.compile(r"^\d{1,4}\s+(?=[^\W\d_]{2})")
_ENDS_NUMBERED = re.compile(r"[号號期]\s\d{1,3}$|\s[–—-]\s?\d{1,4}\s?[–—-]$")
_BY_STROKES = re.compile(
    rf"^[^\d\s].{{2,60}}\s[–—|•·/]\s.{{2,40}}\s[–—|•·/]\s{PAGE_WORD}\s?\d{{1,4}}(?:\s?(?:{OF_WORD}|/)\s?\d{{1,4}}|\s?\(\d{{1,4}}\))?$"
    rf"|^[^\d\s].{{2,60}}\s[|•·]\s{PAGE_WORD}\s?\d{{1,4}}\s?(?:{OF_WORD}|/)\s?\d{{1,4}}$",
    re.IGNORECASE,
)
_ENDS_RANGED = re.compile(r"\d{1,4}\s?[–—−-]\s?(?:\d{3,4}|[4-9]\d|3[2-9])\W{0,2}$")
_STROKE = re.compile(r"\s[–—-]\s|[|•·/]")
_SIDE = re.compile(r"(\d{1,4})\s+(\D{4,60})$|(\D{4,60}?)\s+(\d{1,4})$")
_PERSON = r"[^\W\d_a-zà-ÿ][\w'’.-]{0,20}"
_SIGNED = re.compile(
    rf"(?:{_PERSON},? ?){{1,3}}(?:(?:,|&|and|AND|und|UND|et|ET|y|Y|e|E|i|I|a|A|и|И|та|og|och|en|ja|és|și|ve) "
    rf"(?:{_PERSON},? ?){{1,3}}){{0,3}}(?:et al\.?|y col\.|e coll\.|i in\.|и др\.)?\s?[:：—–]\s?\S.{{3,70}}$"
)
_WRITERS = re.compile(r"&|\b(?:et al|y col|e coll|i in|и др)\b|\b(?:AND|UND|ET)\b|(?:^|[\s,])[^\W\d_a-zà-ÿ]\.")
SURE, HEAD, NAME, ISSUE, YEARBOOK = "sure", "head", "name", "issue", "yearbook"
ADDRESS, NUMBER, DATE, HOUR, SIDE, CAPS = "address", "number", "date", "hour", "side", "caps"


@line_fact
def print_sign(_: Page, block: Block, m: Measures) -> str:
    """What of a printed page a line has, by its words alone, or nothing."""
    if not 0 < m.words <= WORDS or len(block.text) > CHARS or block.kind in FIXED_KINDS:
        return ""
    text = unicodedata.normalize("NFKC", block.text).strip()
    if _NUMBER.fullmatch(text.strip(_AROUND)):
        return "" if _YEAR.fullmatch(text.strip(_AROUND)) else NUMBER
    if _PRINTED.fullmatch(text):
        return SURE
    if _ADDRESS.fullmatch(text):
        return ADDRESS
    if text[-1] in ":：,;?!" or (m.ends_sentence and not _FIGURE_END.search(text) and not is_cut_name(text)):
        return ""
    if date_like(m.folded) and "第" not in text:
        return HOUR if _HOUR.search(text) else DATE
    if _SIGNED.match(text) and _WRITERS.search(text):
        return HEAD
    return _name_sign(_COLON.sub(" ", text), m.folded)


def is_cut_name(text: str) -> bool:
    """Whether a line that ends on a stop is the name of a journal in cut words: "Proc. Quay Nat. Hist. Soc."."""
    cut = len(_CUT.findall(text))
    return cut > ABBREVIATED and 2 * cut >= text.count(" ") + 1


def _name_sign(text: str, folded: str) -> str:
    """What a line is that may be the name of a paper or book with figures beside it."""
    rest = _RANGE.sub(" ", text) if _is_ranged(text) else text
    ranged = rest != text
    rest, issued = _without(rest, *issues_in(), _ISSUE)
    rest, paged = _without(rest, pages_in(), _LAST)
    rest, seasoned = _without(rest, season_in())
    rest, dated = _without(rest, _YEAR)
    words = rest.split()
    lower = [word for word in words if word[:1].islower() and len(word) > 3 and not word.endswith((".", ","))]
    if len(words) > REST_WORDS or word_count(rest) > 2 * REST_WORDS or len(lower) > SMALL_WORDS:
        return ""
    of_year = _OF_YEAR.search(text) is not None
    counts = ranged + issued + paged + (dated or seasoned or of_year)
    official = _gazette().search(folded) is not None
    if _LABEL.search(text) and not official:
        return ""
    cut = len(_CUT.findall(rest)) >= ABBREVIATED
    named = official or cut or is_publication(folded)
    if not text[0].islower() and words:
        first = text.split(maxsplit=1)[0]
        capitals = len(first) >= CAPITAL and first.isupper() and dated and (paged or _SECTION.search(text))
        ranges = ranged and (issued or dated) and _ENDS_RANGED.search(text)
        if capitals or ranges or _BY_STROKES.search(text) or (issued and _ENDS_NUMBERED.search(text)):
            return SURE
    if named and any(map(str.isalpha, rest)):
        if not text[0].islower() and _is_surely(text, counts, official=official, sure=ranged or cut):
            return SURE
        publication = official or (is_publication(folded) and len(words) <= NAME_WORDS)
        return HEAD if counts else NAME if publication else HEAD if cut else _side_sign(text)
    if counts >= COUNTS and not text[0].islower():
        return HEAD
    if text[0].islower() or len(lower) > 1:
        return _side_sign(text)
    if issued or ranged or paged:
        return ISSUE
    yearbook = (dated and _is_short_name(rest)) or (_BRACKETED.search(text) and rest.lower() == rest.upper())
    return YEARBOOK if yearbook else _side_sign(text)


def _is_short_name(rest: str) -> bool:
    """Whether what stands beside a year may name a yearbook."""
    if rest.lower() == rest.upper():
        return len(rest.split()) <= CAPITALS * SHORT_NAME
    return word_count(rest) <= SHORT_NAME and capitalised_share(rest) > 0.5


def _is_surely(text: str, counts: int, *, official: bool, sure: bool) -> bool:
    """Whether a named line needs nothing beside it: a gazette's number, pages of a volume, a page behind a stroke."""
    if official and (counts >= COUNTS or (any(map(str.isdigit, text)) and _STROKE.search(text) is not None)):
        return True
    numbered = (_LAST.search(text) or _FIRST.search(text)) is not None
    return counts >= (1 if _FIRST.search(text) else COUNTS) and (sure or numbered)


def _side_sign(text: str) -> str:
    """A number and a name in capitals, as over a left and a right page; capitals alone; nothing."""
    beside = _SIDE.match(text)
    head = (beside.group(2) or beside.group(3)) if beside else text
    if head.isupper() and word_count(head) >= CAPITALS:
        return SIDE if beside else CAPS
    return ""


def side_number(text: str) -> int:
    """The number of a page beside a name in capitals."""
    beside = _SIDE.match(text.strip())
    return int(beside.group(1) or beside.group(4)) if beside else 0


def _is_ranged(text: str) -> bool:
    """Whether a line names pages from one to another: two years are none."""
    for found in _RANGE.finditer(text):
        first, last = found.groups()
        years = _YEAR.fullmatch(first) and _YEAR.fullmatch(last)
        if not years and (int(first) < int(last) or len(last) < len(first) < len(found.group()) - len(last)):
            return not (_YEAR.fullmatch(first) and " " in found.group())
    return False


def _without(text: str, *patterns: re.Pattern[str]) -> tuple[str, bool]:
    """A text without what these find, and whether they found anything."""
    left = text
    for pattern in patterns:
        left = pattern.sub(" ", left)
    return left, left != text


@lru_cache(maxsize=1)
def _gazette() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{any_of('gazettes')})")
