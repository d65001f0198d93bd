"""What a line tells that may be a running head: a name, and an issue, a date or a page beside it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from cleaner.measure import Measures, word_count
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS, capitalised_share
from cleaner.rules.credit_words import any_of, credit_words
from cleaner.rules.date_lines import date_like
from cleaner.rules.page_numbers import PAGE_WORD
from cleaner.types import Block

HEAD_WORDS, HEAD_CHARS = 14, 90
EXTRA = 2
NAME_WORDS, DENSE_CHARS = 8, 18
_STOPS = (".", "!", "?", "。", "！", "？", "।", "؟", "…", ":")
_PARTS = re.compile(
    r"\s[–—-]\s|\s?[|•·;，、]\s?|(?<!\d)\s?/\s?|/\s?(?!\d)|,\s|\s{2,}|(?<=\d)\.\s|(?<=[a-zа-яё]{3})\.\s(?=\d|[^\W\d_]{1,4}\.)|\u3000"
)
# With these a heading begins as often as a paper's name.
_VERBS = ("review ", "report ", "record ", "letters ", "part ", "times ", "journal entr", "newsletter ", "magazine ")
_STROKES = re.compile(r"\s[–—-]\s|[|•·/]")
_NUMBER = re.compile(r"\d{1,4}")
_TRAILING = re.compile(r"(?:^(\d{1,4})\s(?=\D))|(?:(?<=\S)\s(\d{1,4})$)")
_ISSUED = re.compile(
    r"(?<![\d/.-])\d{1,2}\s?[/-]\s?(?:19|20)\d\d|\d{1,4}\s?\((?:(?:19|20)\d\d|\d{1,3})\)|\d{1,3}:\d{1,3}"
    r"|第\s?[\d一二三四五六七八九十百]{1,5}\s?[巻卷号號期輯辑]|제?\s?\d{1,4}\s?[권호집]|(?:19|20)\d\d年第?\d{1,3}期"
)
_RANGE = re.compile(
    r"[:,]?\s*(?:s\.|p\.|pp\.|str\.|с\.|ss\.)?\s?(?<!\d)\d{1,4}\s?[-–−]\s?\d{1,4}(?!\d)(?!\s?/)", re.IGNORECASE
)
_INITIALS = r"(?:[^\W\d_a-zà-ÿ]\.[ -]?){1,3}"
_SURNAME = r"[^\W\d_a-zà-ÿ][\w'’-]{2,20}"
_AUTHORS = re.compile(
    rf"(\d{{1,4}}\s+)?(?:{_INITIALS}{_SURNAME}|{_SURNAME}, {_INITIALS})"
    rf"(?:(?:,| &| and| AND| et| ET| und| UND| y| Y| e| E) (?:{_INITIALS}{_SURNAME}|{_SURNAME}, {_INITIALS})){{0,3}}"
    r"(?:\s?[:—–]\s[^.!?]{3,60})?$|[\w' -]{3,40} (?:et al|y col|e coll|i in|u\. ?a|и др)\.\s?: [^.!?]{3,60}$"
)
_ANNOUNCES = re.compile(r":(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ET_AL = re.compile(r"(?:[^\W\d_]\.\s?){0,3}[^\W\d_][\w'’-]{1,20} (?:ET AL|et al|UND ANDERE|Y COL|E COLL|И ДР)\.?$")


class Head(NamedTuple):
    """What a line tells that may be a running head. `page` is its page or 0, `name` what is left in lower case."""

    name: str
    page: int = 0
    paged: bool = False  # the page stands behind a word for it
    issued: bool = False
    dated: bool = False
    parted: bool = False  # by more than commas
    ranged: bool = False  # it tells on which pages a paper stands
    is_of_authors: bool = False  # a name and "et al."


@by_line
def read_heads(_: Page, block: Block, m: Measures) -> Head | None:
    """What a line tells that may be a running head, or None."""
    text = block.text.strip()
    if not 1 < len(text) <= HEAD_CHARS or not 0 < m.words <= HEAD_WORDS + 4 or block.kind in FIXED_KINDS:
        return None
    if _document_id().match(m.folded):
        return Head("", issued=True)
    authors = _AUTHORS.match(text)
    if authors is not None and (authors.group(1) or ":" in text or "–" in text or "—" in text):
        return Head(text.lower(), int(authors.group(1) or 0), parted=bool(authors.group(1)), is_of_authors=True)
    if _ET_AL.match(text):
        return Head(text.lower(), is_of_authors=True)
    ranged = _RANGE.search(text) if m.digit_share else None
    if ranged is not None and (without := _read(_RANGE.sub(" ", text, count=1).strip(" .:;,"))) is not None:
        return without._replace(ranged=True) if without.issued and without.name else None
    if text[0] in "([" or text.endswith(_STOPS) or _ANNOUNCES.search(text):
        return None
    if not m.digit_share:
        named = m.words <= NAME_WORDS and _is_name(text) and is_publication(m.folded)
        return Head(m.folded) if named and not m.folded.startswith(_VERBS) else None
    return _read(text)


def _read(text: str) -> Head | None:
    """A line with figures as a name and what else it tells; None where anything is left that is no name."""
    text = unicodedata.normalize("NFKC", text)
    if date_like(text.lower()):
        return None
    rest = _ISSUED.sub(" | ", _counted_part().sub(" | ", _issue_part().sub(" | ", text)))
    issued = rest != text
    if rest.startswith(" | ") and any(map(str.isalpha, rest)) and "," not in text and not _STROKES.search(text):
        return None  # `No. 3 The Baker`
    name = ""
    page = 0
    paged = dated = False
    extra = 0  # places, parts and counted years beside the name
    for piece in _PARTS.split(rest):
        part = piece.strip(" ()[]—–-.:")
        if not part:
            continue
        part, number, told = _without_page(part)
        page, paged = number or page, paged or told
        part, has_date = _without_date(part)
        dated = dated or has_date
        extra += bool(part and name)
        name = name or part
    if extra > (EXTRA if issued else 0):
        return None
    if not name:
        whole = issued or (paged and dated)
        return Head("", page, paged, issued, dated, bool(_STROKES.search(text))) if whole else None
    if not _is_name(name) or not (page or issued or dated):
        return None
    return Head(name.lower(), page, paged, issued, dated, bool(_STROKES.search(text)))


def _without_page(part: str) -> tuple[str, int, bool]:
    """A piece without the page that it names, its number or 0, and whether a word for it stood there."""
    hit = _page_part().search(part)
    if hit is not None:
        return part[: hit.start()].rstrip(), int(re.sub(r"\D", "", hit.group().split("(")[0])[:4]), True
    if _NUMBER.fullmatch(part) and not _YEAR.fullmatch(part):
        return "", int(part), False
    hit = _TRAILING.search(part)
    if hit is None or _YEAR.fullmatch(hit.group().strip()):
        return part, 0, False
    return _TRAILING.sub("", part, count=1).strip(), int(hit.group(1) or hit.group(2)), False


def _without_date(part: str) -> tuple[str, bool]:
    """A piece without the date at its end, and whether it had one."""
    if _is_date(part):
        return "", True
    words = part.split()
    for count in (4, 3, 2, 1):
        if count == 1 and not is_publication(part.lower()):
            break
        if len(words) > count and _is_date(" ".join(words[-count:])):
            return " ".join(words[:-count]).rstrip(" ,–—-"), True
    return part, False


def _is_date(text: str) -> bool:
    """Whether a piece is a day, a month or a season with its year, or a year."""
    folded = text.lower()
    if _YEAR.fullmatch(folded):
        return True
    if not _YEAR.search(folded):
        return False
    return date_like(folded) or _season().fullmatch(folded) is not None


def _is_name(text: str) -> bool:
    """Whether a piece could be the name of a paper or a book."""
    if not any(map(str.isalpha, text)) or text.endswith(_STOPS):
        return False
    if text.lower() == text.upper():
        return len(text) <= DENSE_CHARS
    if not text[0].isupper() and not text[0].isdigit():
        return False
    return word_count(text) <= NAME_WORDS and (capitalised_share(text) >= 0.5 or is_publication(text.lower()))


def is_publication(folded: str) -> bool:
    """Whether a name holds a word for papers, journals or reports."""
    return _publication().search(folded) is not None


@lru_cache(maxsize=1)
def _publication() -> re.Pattern[str]:
    whole = "|".join(re.escape(word.rstrip("*")) + ("" if word.endswith("*") else r"\b") for word in _publications())
    return re.compile(rf"(?:^|[^\w]|(?<=\w\w\w)|(?<=[\u3400-\u9fff]))(?:{whole})")


def _publications() -> tuple[str, ...]:
    return credit_words("publications")


def issues_in() -> tuple[re.Pattern[str], ...]:
    """What finds the volumes and issues that a line names."""
    return _counted_part(), _issue_part(), _ISSUED


def pages_in() -> re.Pattern[str]:
    """What finds the page that a line ends on."""
    return _page_part()


def season_in() -> re.Pattern[str]:
    """What finds a season with its year."""
    return _season()


@lru_cache(maxsize=1)
def _document_id() -> re.Pattern[str]:
    words = any_of("document-ids")
    return re.compile(
        rf"(?:{words})[ .:#]{{0,3}}(?:no|nr|n°|num|č|№|ref|id)?[ .:#]{{0,3}}[\w./-]*\d[\w./-]*(?: rev\.? ?\w{{1,4}})?$"
    )


@lru_cache(maxsize=1)
def _season() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_of('seasons')})(?:\s?[/–-]\s?(?:{any_of('seasons')}))?,? (?:de |del |di |do )?(?:19|20)\d\d"
    )


@lru_cache(maxsize=1)
def _page_part() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_]){PAGE_WORD}\s?\d{{1,4}}(?:\s?\(\d{{1,4}}\))?$|\d{{1,4}}\.?\s?(?:ページ|頁|页|페이지|쪽|oldal|lpp)$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _issue_part() -> re.Pattern[str]:
    number = r"(?:\d{1,4}|[ivxlc]{1,7}(?![^\W_]))(?:\s?[/–-]\s?\d{1,4})?"
    return re.compile(rf"(?<![^\W_])(?:{any_of('issue-words')})\s?{number}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _counted_part() -> re.Pattern[str]:
    return re.compile(rf"\b(?:\d{{1,4}}|[ivxlc]{{1,7}})\.?\s?(?:{any_of('counted-issues')})(?![^\W_])", re.IGNORECASE)
