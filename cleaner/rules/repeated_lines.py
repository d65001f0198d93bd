"""Lines that stand twice (RPT003, RPT004, RPT011): a deck, a caption, a tag line, a menu entry, or line after line."""

from __future__ import annotations

import itertools
import operator
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, equal_lines, extent, is_list, line_key
from cleaner.rules.reflowed_copies import copied_blocks
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.repeats import LONE, VERSE_WORDS, WORDS, is_speech, stands_in_verse
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.rules.subject import is_legal
from cleaner.types import Category, Kind

MOST_FURNITURE = 3  # copies of a caption or a tag line; a value that stands more often is a field of a list's entries
FIGURES = 0.2  # share of digits; prices and scores repeat by right
TRIM = 60  # words; a longer block is not looked for inside others
# Blocks behind the head in which a deck stands again, and behind itself if it is a whole paragraph: a comment that
# quotes the opening stands further down, and the opening must not go for it.
DECK, BESIDE_DECK = 6, 2
HEAD = 100  # blocks that decks are looked for in, however late the first paragraph comes
PAIRS, PAIRED, PAIRED_WORDS = 3, 0.6, 40  # lines that stand twice or more, their share of a stretch, and their words
SENTENCES, WRITTEN_OUT = 5, 0.8  # short lines that stand twice, and the share of them that end sentences, in prose
FIELDS, APART = 4, 6  # fields of two entries, and lines from one to the next
PROSE = 3  # paragraphs; with fewer, where the prose ends says little about what stands outside it
_RED_BOAT = (
    "The red boat\nSails\nthree of linen\nKeel\nthree feet\nCrew in summer\nthree hands\nRope on deck\nthree coils\n"
)
_BLUE_BOAT = _RED_BOAT.replace("red", "blue").replace("three", "seven")
# A command or a line of a program is typed again, and stands in a tutorial each time that it is.
_CODE = re.compile(r"^[$@{<] ?\w|[;{}]$|\w\(.{0,40}\)$|\s--?[a-z]\w*(?:\s|=|$)")
_PLAIN = frozenset({Kind.LINE, Kind.HEADING, Kind.QUOTE})


@rule(
    "RPT003",
    "deck-repeated",
    Category.REPEAT,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            "The council talked about the old ferry line for three long hours\n"
            + MONDAY.replace("met on Monday in the town hall and ", "")
            + "\n"
            + TUESDAY,
            on=("The council talked about the old ferry line for three long hours",),
        ),
    ),
    silent=(Example("A town and its ferry line at odds with the council\n" + MONDAY + "\n" + TUESDAY),),
)
def deck_repeated(page: Page) -> Iterator[Finding]:
    """Finds a line at the head whose words stand, in their order, inside a later paragraph: a deck, a caption.

    Why: the page shows a sentence twice, once large. Pull quotes further down stay: too many are headings.
    Example: a line above the text that is the first sentence of its first paragraph
    Source: own observation; readers' complaints about decks and pull quotes in extracted texts
    """
    where = extent(page)
    top = min(max(2, where.first + 1), HEAD)
    lines = [(b.index, m) for b, m in page if b.index < top and WORDS <= m.words <= TRIM and b.kind in _PLAIN]
    if not lines:
        return
    near = page.measures[: top + DECK + 1]
    joined = "\n".join(f" {m.fingerprint} " for m in near)
    for index, m in lines:
        needle = f" {m.fingerprint} "
        if joined.count(needle) > 1 and not is_speech(m.folded) and not stands_in_verse(page, index):
            end = index + BESIDE_DECK if m.prose else top + DECK
            hosts = [
                i
                for i, o in enumerate(near)
                if index < i <= end and o.words > m.words + 2 and o.ends_sentence and needle in f" {o.fingerprint} "
            ]
            hosts = [] if not hosts else [i for i in hosts if i not in copied_blocks(page)]
            if hosts:
                evidence = f"its {m.words} words stand inside block {hosts[0]}"
                yield Finding(index, evidence)


@rule(
    "RPT004",
    "repeated-furniture",
    Category.REPEAT,
    -3.2,
    modes=TEXT,
    fires=(
        Example("Ferry line, harbour news\nFerry line, harbour news\n" + MONDAY + "\n" + TUESDAY, on=("Ferry line",)),
    ),
    silent=(
        Example(MONDAY + "\nAnd the band played on\n" + TUESDAY + "\nAnd the band played on\n" + MAYOR),
        Example(
            f"{MONDAY}\n{TUESDAY}\n{MAYOR}\nimport Ferry from 'ferry';\nimport Ferry from 'ferry';\n"
            "$ ferry sail --help\n$ ferry sail --help"
        ),
        Example(f"{_RED_BOAT}{_BLUE_BOAT}{MONDAY}\n{TUESDAY}\n{MAYOR}"),
    ),
)
def repeated_furniture(page: Page) -> Iterator[Finding]:
    """Finds short lines that stand twice or more, every time outside the prose.

    Why: captions, tag lines and menu entries repeat at the head or the tail; neither copy is text.
    Example: the same picture caption twice before the first paragraph
    Source: own observation on scraped news texts
    """
    where = extent(page)
    if where.first < 0 or not equal_lines(page) or is_list(page):
        return
    places: dict[str, list[int]] = {}
    for block, m in page:
        if not 0 < m.words < WORDS or m.ends_sentence or block.kind in FIXED_KINDS or len(m.fingerprint) <= 2:
            continue
        if m.digit_share < FIGURES and not (is_speech(m.folded) or _CODE.search(block.text)):
            places.setdefault(m.fingerprint, []).append(block.index)
    numbered = Counter(line_key(key) for key, indices in places.items() for _ in indices)
    fields = _fields([(a, b) for a, b, *more in (i for i in places.values() if len(i) > 1) if not more])
    for key, indices in places.items():
        if numbered[line_key(key)] > MOST_FURNITURE:
            continue
        if indices[0] in fields:
            continue
        if not 1 < len(indices) <= MOST_FURNITURE or any(where.first < i <= where.last for i in indices):
            continue
        # In a list at the end the same entry may recur by right: there both copies must be neighbours.
        if all(i > where.last for i in indices) and not any(b - a == 1 for a, b in itertools.pairwise(indices)):
            continue
        for index in indices:
            evidence = f"stands {len(indices)} times, each outside the prose"
            yield Finding(index, evidence, weight=-3.2 if where.count >= PROSE else LONE)


def _fields(pairs: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Of lines that stand twice, the first places of those that come again in their order, other lines between them.

    They are the fields of two entries, and what stands between is each one's own; a menu comes again as it was.
    """
    found: set[int] = set()
    run: list[tuple[int, int]] = []
    for pair in [*sorted(pairs), None]:
        if pair is not None and run and run[-1][0] < pair[0] < run[0][1] and run[-1][1] < pair[1] <= run[-1][1] + APART:
            run.append(pair)
            continue
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(run)]
        if len(run) >= FIELDS and 2 * sum(max(step) > 1 for step in steps) >= len(steps):
            found.update(first for first, _ in run)
        run = [] if pair is None else [pair]
    return frozenset(found)


@rule(
    "RPT011",
    "line-after-line-twice",
    Category.REPEAT,
    -6.0,
    modes=TEXT,
    fires=(
        Example("\n".join(one for one in (MONDAY, "The old line", TUESDAY, MAYOR) for _ in "12"), on=("The old line",)),
    ),
    silent=(
        Example(f"{MONDAY}\n{MONDAY}\n{TUESDAY}\n{MAYOR}"),
        Example("\n".join(one for one in ("Row, row", "Gently down the stream", "Merrily") for _ in "12")),
    ),
)
def every_line_twice(page: Page) -> Iterator[Finding]:
    """Finds lines right behind their equals, in a stretch of a text where nearly everything stands twice or more.

    Why: a page writes each paragraph for two screens; there short lines and headings are copies as the long ones are.
    Example: a paragraph, the same again, a heading, the same again
    Source: own observation; songs and nursery rhymes have no line as long as a paragraph
    """
    prints = [m.fingerprint for m in page.measures if m.tokens]
    if sum(map(operator.eq, prints, prints[1:])) < PAIRS:
        return
    written = [index for index, m in enumerate(page.measures) if m.tokens]
    groups = [list(group) for _, group in itertools.groupby(written, key=lambda i: page.measures[i].fingerprint)]
    doubled = [number for number, group in enumerate(groups) if len(group) > 1]
    if len(doubled) < PAIRS or len(doubled) < PAIRED * (doubled[-1] - doubled[0] + 1):
        return
    words = [page.measures[groups[number][0]].words for number in doubled]
    written_out = sum(page.measures[groups[number][0]].ends_sentence for number in doubled)
    is_prose = max(words) > VERSE_WORDS or (len(doubled) >= SENTENCES and written_out >= WRITTEN_OUT * len(doubled))
    if sum(words) < PAIRED_WORDS or not is_prose or is_legal(page):
        return
    for number in doubled:
        for index in groups[number][1:]:
            if page.blocks[index].kind not in FIXED_KINDS:
                yield Finding(index, f"right behind its equal, as {len(doubled)} lines are")


RULES = (deck_repeated, repeated_furniture, every_line_twice)
