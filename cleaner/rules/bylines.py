"""Lines that name who wrote a text (BYL001), alone or with its date and reading time: facts about it, not its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.measure import Measures, word_count
from cleaner.page.page import Page, line_fact
from cleaner.page.shape import FIXED_KINDS, extent, line_key, name_like, without_lead_marks
from cleaner.rules.date_lines import date_like, date_words, starts_with_numeric_date
from cleaner.rules.note_words import phrases_opening
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.types import Block, Category
from cleaner.types.members import ITEM

_PIECES = re.compile(r"\s[|•·–—/-]\s|[|•·]|(?<=[^\W\d_]),\s(?=\d{1,2}[./]\d{1,2}[./])")
# What parts a name from what follows: other names, a role, a date.
_BEHIND_NAME = re.compile(r"[,|•·–—(@]| - | and | und | et | y | (?:on|am|le|el|il|em|op|den) (?=\D{0,12}\d)")
BYLINE_WORDS = 16
DIGEST = 3  # so many bylines with a date, between the sentences, make a digest of other articles
LONGEST_NAME = 6  # characters of a name in a script without spaces, the sentence's stop among them
ENTRIES, INSIDE = 4, 2  # bylines with as many names that make a list of works, and how many stand inside the text
ENTRY = -0.6  # said of those, too weak to count alone
_YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d\b|\d\d?[/.]\d\d?")


def byline_name(text: str, folded: str) -> str:
    """The name behind a byline's opening word, as it is written; nothing where the line is no byline.

    >>> byline_name("By Anna Keller, Staff Writer", "by anna keller, staff writer")
    'Anna Keller, Staff Writer'
    """
    bare = without_lead_marks(folded)
    for opening in phrases_opening(bare, date_words().by):
        rest = bare[len(opening) :]
        if rest[:1].isalnum() and opening[-1] < "\u0e00":
            continue
        rest = rest.strip(" :：|-–—/")
        if not rest or not text.casefold().endswith(rest):
            return ""
        name = text[-len(rest) :]
        first = re.split(
            r"[,|•·–—(@]| - | and | und | et | y | (?:on|am|le|el|il|em|op|den) (?=\D{0,12}\d)", name, maxsplit=1
        )[0].strip()
        return name if (name_like(first) and first[:1] != first[:1].lower()) or first[:1] > "\u0500" else ""
    return ""


def _is_mostly_words(pieces: list[str]) -> bool:
    """Whether most pieces hold a letter: a row of figures is a table's."""
    return sum(any(map(str.isalpha, piece)) for piece in pieces) >= len(pieces) / 2


def is_fact(piece: str) -> bool:
    """Whether a piece of a line is a date, a byline or a reading time."""
    folded = piece.casefold().strip()
    if not folded:
        return True
    key = line_key(folded)
    return date_like(folded) or bool(byline_name(piece.strip(), folded)) or _READ_TIME.fullmatch(key) is not None


_READ_TIME = re.compile(
    r"(?:reading time |read time |lesezeit |temps de lecture |tiempo de lectura |tempo di lettura |leestijd )?"
    r"(?:about |ca |circa )?# ?"
    r"(?:min|mins|minute|minutes|minuten|minuti|minutos|мин|минут|хв)"
    r"(?: read| reading time| lesezeit| de lecture| de lectura| di lettura| de leitura| leestijd| чтения)?"
    r"|# (?:comments?|views?|shares?|kommentare|commentaires|comentarios|commenti)"
)


def _open_to_facts(block: Block, m: Measures) -> bool:
    return 0 < m.words <= BYLINE_WORDS and block.kind not in FIXED_KINDS and block.kind is not ITEM


@rule(
    "BYL001",
    "byline",
    Category.BYLINE,
    -3.2,
    modes=BOTH,
    fires=(
        Example("By Anna Keller, Staff Writer\nThe council met on Monday.", on=("By Anna",)),
        Example("Von Anna Keller\nDer Rat tagte am Montag.", on=("Von Anna",)),
        Example("Anna Keller | May 3, 2024 | 5 min read\nThe council met.", on=("Anna Keller",)),
    ),
    silent=(
        Example("By the time the council met, the hall was full."),
        Example("By Monday the snow had gone."),
        Example(
            "\n".join(
                f"{title}\nPublished by {house}\nIt is a game for two to four and over in an hour or so."
                for title, house in zip(
                    "Quay Weir Salt Moss Rope Lamp Oar".split(),
                    "Lantern Moor Pell Orr Ash Holt Boyd".split(),
                    strict=True,
                )
            )
        ),
    ),
)
def byline(page: Page) -> Iterator[Finding]:
    """Finds lines that name the author near the beginning or the end of the text.

    Why: who wrote the text is metadata.
    Example: `By Anna Keller, Staff Writer`
    Source: the byline patterns of readability and Defuddle; the opening words are data/dates.toml's
    """
    where = extent(page)
    found: list[Finding] = []
    for index in where.edges:
        if _open_to_facts(page.blocks[index], page.measures[index]):
            evidence = _byline_evidence(page, index)
            if evidence:
                found.append(Finding(index, evidence))
    blocks = [finding.block for finding in found]
    digest = _head_entries(page, blocks) or _name_works(page, blocks)
    for finding in found:
        yield finding._replace(weight=ENTRY) if digest else finding


@line_fact
def _byline_evidence(_: Page, block: Block, m: Measures) -> str:
    """How a line names who wrote the text and when, or nothing."""
    name = byline_name(block.text, m.folded)
    # In scripts without spaces a clause counts as few words.
    longest = LONGEST_NAME if name[:1] > "\u0e00" else len(name)
    if name and (not m.ends_sentence or (word_count(name) <= 4 and len(name) <= longest)):
        return f"a byline: '{name[:40]}'"
    if starts_with_numeric_date(m.folded) and any(label in m.folded for label in date_words().labels):
        return "a date and the label of a source or author"
    pieces = [piece for piece in _PIECES.split(block.text) if piece.strip()]
    named = (
        len(pieces) > 1
        and any(map(str.isalpha, block.text))
        and _is_mostly_words(pieces)
        and all(is_fact(p) or name_like(p) for p in pieces)
        and any(map(is_fact, pieces))
    )
    return f"{len(pieces)} pieces: names, dates, reading time" if named else ""


def _head_entries(page: Page, bylines: list[int]) -> bool:
    """Whether bylines with a date stand between most of a text's sentences: then it is a digest of other articles."""
    dated = [i for i in bylines if _YEAR_OR_DAY.search(page.measures[i].folded)]
    if len(dated) < DIGEST:
        return False
    written = [b.index for b, m in page if m.prose or m.ends_sentence]
    beside = {i for at in dated for i in (at - 1, at + 1, at + 2)}
    return 2 * len(beside.intersection(written)) >= len(written)


def _name_works(page: Page, bylines: list[int]) -> bool:
    """Whether lines built like these name somebody else each all through a text: the makers of the works it lists."""
    if not bylines:
        return False
    opened = {_opening(page.measures[index]) for index in bylines}
    same = [
        index
        for index, (block, m) in enumerate(page)
        if _open_to_facts(block, m) and _opening(m) in opened and _byline_evidence(page, index)
    ]
    edges = set(extent(page).edges)
    apart = all(later - earlier > 1 for earlier, later in pairwise(same))
    names = {page.measures[index].fingerprint for index in same}
    return apart and len(names) >= ENTRIES and sum(index not in edges for index in same) >= INSIDE


def _opening(m: Measures) -> str:
    """The first word of a line, "#" for a figure."""
    first = m.tokens[0] if m.tokens else ""
    return "#" if first.isdigit() else first


RULES = (byline,)
