"""When a page was published and changed: dates with what the words beside them call them.

htmldate was measured on the same pages (benchmarks/metadata.py): its fast mode takes 5 to 7 ms a page and finds 0.78
of the dates of one set where this module finds 0.96; it takes dates from prose and from teasers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from cleaner.metadata.bylines import byline
from cleaner.metadata.dates import LINE_CHARS, find, is_believable, normalise
from cleaner.metadata.head_lines import is_facts
from cleaner.metadata.values import line
from cleaner.metadata.visible import Visible
from cleaner.metadata.vocabulary import may_hold, pattern_of, words_of
from cleaner.types import Kind

LEFT_WORDS = 6  # words of a line of facts that are neither date nor name nor label
MARKED_WORDS = 12  # of such a line that markup calls one, or whose date a label opens
LABEL_CHARS = 40  # before a date, in which its label stands
BESIDE_CHARS = 60
BEHIND_CHARS = 8  # behind a date, in which a label of East Asia stands
LISTED = 4  # so many dated items of a list make an index

_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMED_MODIFIED = re.compile(r"modif|updat|revis|edited|geaendert|aktualis", re.IGNORECASE)
_NAMED_PUBLISHED = re.compile(
    r"publish|pubdate|posted|created|entry-date|post-date|date-?published|publication", re.IGNORECASE
)
_NAMED_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|time)(?:$|[\s_-])|[a-z]Date\b|timestamp|dateline|datetime", re.IGNORECASE
)
_FIRST = re.compile(r"(?<![\w&])#1(?!\w)")
_SENTENCE = re.compile(r"[!?。]$|[^\d\W]{3}\.$")
_PRICES = re.compile(r"[$€£¥]|\d\s?%")


class Role(Enum):
    """What a date is of its page."""

    PUBLISHED = "published"
    MODIFIED = "modified"
    UNNAMED = "unnamed"
    OTHER = "other"


class Moment(NamedTuple):
    """A date on the page, as found and in ISO 8601."""

    raw: str
    iso: str
    role: Role


def line_moments(text: str, language: str, max_date: str) -> Iterator[Moment]:
    """The dates of one line, each with the role that the words before it give, or in East Asia those behind it."""
    found = find(text, language)
    taken = 0  # characters whose label has been given to a date
    for number, one in enumerate(found):
        if not is_believable(one.iso, max_date):
            continue
        begin = max(taken, found[number - 1].end if number else 0)
        until = found[number + 1].start if number + 1 < len(found) else len(text)
        role = role_of(text[max(begin, one.start - LABEL_CHARS) : one.start])
        if role is Role.UNNAMED and text[one.end : one.end + 1] != "|":
            behind = text[one.end : min(until, one.end + BEHIND_CHARS)]
            role = role_of(behind) if behind[:2].strip()[:1] > "\u2e80" else role
            taken = one.end if role is Role.UNNAMED else one.end + len(behind)
        yield Moment(text[one.start : one.end].strip(), one.iso, role)


def role_of(text: str) -> Role:
    """The role that the last label in the text before a date gives it."""
    last, role = (-1, 0), Role.UNNAMED
    for kind, one in (("published", Role.PUBLISHED), ("modified", Role.MODIFIED), ("other", Role.OTHER)):
        if not may_hold(kind, text):
            continue
        for match in pattern_of(kind).finditer(text):
            # Of two labels that end together the longer one is meant: "last updated", "first published".
            if (match.end(), match.end() - match.start()) > last:
                last, role = (match.end(), match.end() - match.start()), one
    return role


def visible_moments(seen: Visible, language: str, max_date: str) -> Iterator[Moment]:
    """The dates of the page's own head and of its marked elements, best first."""
    for prop, role in (
        ("datepublished", Role.PUBLISHED),
        ("datecreated", Role.PUBLISHED),
        ("datemodified", Role.MODIFIED),
    ):
        for node in seen.props[prop]:
            if seen.belongs_to_article(node):
                raw = node.attributes.get("content") or node.attributes.get("datetime") or line(node.text(deep=True))
                yield from _moments_of(raw, role, language, max_date)
    yield from _line_moments(seen, language, max_date)
    for node in seen.times:
        if seen.belongs_to_article(node):
            yield from _time_moments(node, language, max_date)
    dated = seen.date_blocks()
    if len(dated) < LISTED:
        for block in dated:
            if is_fact_line(block.text, language):
                yield from line_moments(block.text, language, max_date)
    yield from _first_post(seen, language, max_date)


def _first_post(seen: Visible, language: str, max_date: str) -> Iterator[Moment]:
    """The date of a thread's first post, by the number that stands beside it."""
    for block in seen.document.blocks:
        if len(block.text) <= LABEL_CHARS and "#1" in block.text and _FIRST.search(block.text) and not block.hidden:
            dates = [one for one in line_moments(block.text, language, max_date) if one.role is Role.UNNAMED]
            yield from dates[:1]
            return


def _moments_of(raw: str, role: Role, language: str, max_date: str) -> Iterator[Moment]:
    iso = normalise(raw, max_date, language)
    if iso:
        yield Moment(raw.strip(), iso, role)


def _time_moments(node: LexborNode, language: str, max_date: str) -> Iterator[Moment]:
    """The date of a `<time>`: its attribute, or its text; its role from its names, else from the text before it."""
    attributes = node.attributes
    text = line(node.text(deep=True))
    role = _role_of_names(attributes.get("class") or "", attributes.get("itemprop") or "")
    if role is Role.UNNAMED:
        role = role_of(text[:LABEL_CHARS])
    if role is Role.UNNAMED:
        role = role_of(_before(node)[-LABEL_CHARS:])
    if "pubdate" in attributes:
        role = Role.PUBLISHED
    yield from _moments_of(attributes.get("datetime") or text, role, language, max_date)


def _role_of_names(*names: str) -> Role:
    for name in names:
        if _NAMED_PUBLISHED.search(name):
            return Role.PUBLISHED
        if _NAMED_MODIFIED.search(name):
            # hentry's "updated" is the only date that many pages mark, whatever they show it as.
            return Role.UNNAMED if _NAMED_DATE.search(name) else Role.MODIFIED
    return Role.UNNAMED


def _before(node: LexborNode) -> str:
    """The text between the last break and a node: that of its siblings, else of its parent's."""
    for one in (node, node.parent):
        if one is None:
            return ""
        parts: list[str] = []
        sibling = one.prev
        while (
            sibling is not None
            and sum(map(len, parts)) < BESIDE_CHARS
            and sibling.tag not in {"br", "p", "div", "time", "h1", "h2"}
        ):
            text = sibling.text_content if sibling.tag == "-text" else sibling.text(deep=True)
            parts.append(text or "")
            sibling = sibling.prev
        text = line(" ".join(reversed(parts)))
        if text:
            return text
    return ""


def _line_moments(seen: Visible, language: str, max_date: str) -> Iterator[Moment]:
    """The dates of the lines of facts in the article's head."""
    kept: list[tuple[bool, Moment]] = []
    for block in seen.lines:
        if any(map(str.isdigit, block.text)) and not _PRICES.search(block.text):
            moments = list(line_moments(block.text, language, max_date))
            if moments and is_fact_line(block.text, language, marked=is_facts(block)):
                kept += [(block.kind is Kind.ITEM, one) for one in moments]
    if sum(item for item, _ in kept) < LISTED:
        for _, moment in kept:
            yield moment


def is_fact_line(text: str, language: str, *, marked: bool = False) -> bool:
    """Whether a line with a date in it tells when and by whom, and nothing else: no sentence and no event.

    A line that the page's markup calls one (`marked`), or whose date has its label right before it, may hold more:
    sections, tags, the number of comments.
    """
    text = text[:LINE_CHARS]
    wide = (marked or _opens_date(text, language)) and not _SENTENCE.search(text)
    for found in reversed(find(text, language)):
        text = f"{text[: found.start]} | {text[found.end :]}"
    for pattern in (pattern_of("published"), pattern_of("modified")):
        text = pattern.sub(" ", text)
    names = " ".join(byline(text, marked=False))
    small = words_of("small")
    left = sum(word not in names and word.casefold() not in small for word in _WORD.findall(text))
    most = MARKED_WORDS if wide else LEFT_WORDS - 3 * (not names)
    return left <= most and not text.rstrip().endswith(("!", "?"))


def _opens_date(text: str, language: str) -> bool:
    """Whether a label of the day of publication, with a colon, stands right before the line's first date."""
    first = next(iter(find(text, language)), None)
    if first is None or not may_hold("published", text):
        return False
    before = text[: first.start].rstrip()
    label = before[-LABEL_CHARS:-1].rstrip()
    return before.endswith((":", "：")) and any(
        one.end() == len(label) for one in pattern_of("published").finditer(label)
    )
