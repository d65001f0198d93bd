"""What stands beside the copies of a text's paragraphs (RPT): short paragraphs that were edited, and its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent, open_line
from cleaner.rules.edited_copies import distinguishing_words
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Category, Kind, Stage

COPIES = ("RPT001", "RPT002", "RPT010")
RUN, TITLE_LINES, TITLE_WORDS = 3, 2, 14  # copies in a row under a title; lines and words of one
EDITED_WORDS, ALIKE = 6, 0.75  # words of a short paragraph, and the share of them that its copy keeps


@rule(
    "RPT009",
    "beside-copies",
    Category.REPEAT,
    -4.0,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            f"{MONDAY}\n{TUESDAY}\n{MAYOR}\nOld Ferry Line Closed For Good\n{MONDAY}\n{TUESDAY}\n{MAYOR}",
            on=("Old Ferry Line Closed For Good",),
        ),
        Example(
            f"{MONDAY}\nThe ferry was old and slow, she said.\n{TUESDAY}\n{MAYOR}\n{TUESDAY}\n{MAYOR}\n"
            f"The ferry was old and slow.\n{MONDAY}",
            on=("The ferry was old and slow.",),
        ),
    ),
    silent=(
        Example(f"{MONDAY}\n{TUESDAY}\nOld Ferry Line Closed For Good\n{MAYOR}"),
        Example(
            f"{MONDAY}\n{TUESDAY}\n{MAYOR}\nHe read it again.\n{MONDAY}\nNobody in the hall had a word to say.\n{MAYOR}"
        ),
    ),
)
def beside_copies(page: Page) -> Iterator[Finding]:
    """Finds lines beside paragraphs that go as copies: near copies too short to be told alone, and a title over them.

    Why: a body saved again holds its short paragraphs, too, and is saved with its title.
    Example: a headline between a text and its copy
    Source: own observation on texts that were saved twice, the second time in another state
    """
    copied = [i for i, tally in enumerate(page.tallies) if not tally.kept and _is_copy(page, i)]
    if len(copied) < RUN:
        return
    seen = set(copied)
    blocks_with = _blocks_with_words(page)
    for index in sorted({at for i in copied for at in (i - 1, i + 1)} - seen):
        if 0 < index < len(page.blocks) and page.tallies[index].kept and _copies_earlier(page, index, blocks_with):
            yield Finding(index, "beside copies, and nearly all of its words stand in one earlier block")
    first = copied[0]
    where = extent(page)
    opening = {m.fingerprint for m in page.measures[: where.first + 1]}
    if where.first < 0 or page.measures[first].fingerprint not in opening:
        return
    if not all(at in seen for at in range(first, first + RUN)):
        return
    title = [at for at in range(first - TITLE_LINES, first) if at > where.first]
    if all(open_line(page.measures[at], TITLE_WORDS) or not page.tallies[at].kept for at in title[-1:]):
        for at in title:
            if not page.tallies[at].kept or not open_line(page.measures[at], TITLE_WORDS):
                continue
            yield Finding(at, "over a copy of the whole text", weight=-3.0, category=Category.TITLE_REPEAT)


def _is_copy(page: Page, index: int) -> bool:
    return any(v.rule in COPIES and v.weight < 0 for v in page.tallies[index].verdicts)


def _blocks_with_words(page: Page) -> dict[str, list[int]]:
    """For each word, the blocks that hold it and are long enough to be copied, in order."""
    found: dict[str, list[int]] = {}
    for index, m in enumerate(page.measures):
        if m.words >= EDITED_WORDS:
            for token in set(m.tokens):
                found.setdefault(token, []).append(index)
    return found


def _copies_earlier(page: Page, index: int, blocks_with: Mapping[str, Sequence[int]]) -> bool:
    """Whether a block keeps nearly all words of one block before it and says nothing that tells it from that."""
    block, m = page.blocks[index], page.measures[index]
    if m.words < EDITED_WORDS or block.kind in FIXED_KINDS or block.kind is Kind.ITEM or not m.ends_sentence:
        return False
    own = Counter(m.tokens)
    # What keeps all words but some holds one of any larger number of them: the rarest stand in the fewest blocks.
    rarest = sorted(m.tokens, key=lambda word: len(blocks_with[word]))[: int((1 - ALIKE) * len(m.tokens)) + 1]
    for at in sorted({at for word in rarest for at in blocks_with[word] if at < index}):
        earlier = page.measures[at]
        if abs(earlier.words - m.words) <= m.words * (1 - ALIKE) + 1:
            other = Counter(earlier.tokens)
            shared = sum((own & other).values())
            if shared >= ALIKE * max(own.total(), other.total()):
                return distinguishing_words(page, index) == distinguishing_words(page, at)
    return False


RULES = (beside_copies,)
