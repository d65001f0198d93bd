"""Share bars and counters (SHR): lines made of networks' names and of what a reader may do with a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.lexicon import lexicon_set
from cleaner.page.page import Page, by_line, lines_where
from cleaner.page.shape import FIXED_KINDS, extent, line_key
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.types import Block, Category

_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*[kmb]?")
_GLUED = re.compile(
    r"(?:facebook|twitter|linkedin|whatsapp|pinterest|reddit|email|instagram|telegram|youtube"
    r"|print|copylink|copy link|tiktok|\bx){3,}"
)
GLUED_CHARS = 11  # of the shortest three names in one word, one of them an x
BAR_WORDS = 16
MOST_BARS = 8  # lines alike but for their figures
_AMOUNT = re.compile(r"[$€£¥₹%]|\t")  # what a row of a table holds and no share bar
_FIGURE = re.compile(r"[+]?\d(?:[\d.,\s]*\d)?[kmb]?[+]?")  # without a stop behind it, which numbers a list
PLAYER_CHARS = 20
_PLAYER = re.compile(r"(?:[▶►⏵]\s?)?0?0:00(?::00)?(?:\s?[/|–-]\s?\d{1,2}:\d\d(?::\d\d)?)")
_SPEED = re.compile(r"[\d.,]{1,4}\s?[x×]|[x×]\s?[\d.,]{1,4}")


def bar_strength(folded: str) -> tuple[int, int]:
    """(networks, actions) when a folded line is made of nothing else (figures aside), else (0, 0)."""
    networks = actions = 0
    named, done = lexicon_set("networks"), lexicon_set("share-actions")
    for found in _TOKEN.finditer(folded):
        token = found.group()
        if token in named:
            networks += 1
        elif token in done:
            actions += 1
        elif not token[0].isdigit():
            return 0, 0
    return networks, actions


@rule(
    "SHR001",
    "share-bar",
    Category.SHARE_BAR,
    -3.6,
    modes=BOTH,
    fires=(
        Example("It rained.\nFacebook Twitter LinkedIn WhatsApp Email Print\nThe council met.", on=("Facebook",)),
        Example("It rained.\nFacebook\nTwitter\nEmail\nThe council met.", on=("Facebook", "Twitter")),
    ),
    silent=(
        Example("Facebook and Twitter fell on Monday."),
        Example("Cost per click:\nLinkedIn\t$2.50 – $7.00\nFacebook\t$0.50 – $3.00\nTikTok\t$0.20 – $1.50"),
        Example("The firm was sold.\nFacebook\nThe network was founded in 2004 by four students."),
    ),
)
def share_bar(page: Page) -> Iterator[Finding]:
    """Finds lines made only of networks' names and share actions: two in a line, or such lines in a row.

    Why: buttons, read as text.
    Example: `Facebook Twitter LinkedIn WhatsApp Email Print`
    Source: trafilatura's RE_FILTER and the share-bar classes of readability; the word list is our own
    """
    found = {index: strength for index, strength in enumerate(_bars(page)) if strength is not None}
    # A bar names each network once or twice; the same words with other figures are a list's entries.
    times = Counter(line_key(page.measures[index].folded) for index in found)
    for index, (networks, actions) in found.items():
        key = line_key(page.measures[index].folded)
        if times[key] > MOST_BARS and "#" in key:
            continue
        neighbours = [found[i] for i in (index - 1, index + 1) if i in found]
        row = networks + sum(n for n, _ in neighbours)
        if networks + actions >= 2 and networks:
            yield Finding(index, f"{networks} networks, {actions} actions, nothing else")
        elif neighbours and row:
            yield Finding(index, f"one of {len(neighbours) + 1} such lines in a row", weight=-3.2)
        elif networks:
            yield Finding(index, "a network's name alone", weight=-0.8)


@by_line
def _bars(_: Page, block: Block, m: Measures) -> tuple[int, int] | None:
    """The networks and the actions of a line of nothing else; None for any other line."""
    if not 0 < m.words <= BAR_WORDS or block.kind in FIXED_KINDS or block.text[-1:] == ".":
        return None
    if m.digit_share and _AMOUNT.search(block.text):
        return None
    first = m.tokens[0] if m.tokens else ""
    # What most lines begin with.
    other = first.isalpha() and first not in lexicon_set("networks") and first not in lexicon_set("share-actions")
    strength = (0, 0) if other else bar_strength(m.folded)
    if strength[0] or strength[1]:
        return strength
    glued = m.words <= 4 and len(m.folded) >= GLUED_CHARS and _GLUED.search(m.folded.replace(" ", ""))
    return (3, 0) if glued else None


@rule(
    "SHR002",
    "bare-figure",
    Category.COUNTER,
    -2.6,
    modes=BOTH,
    fires=(
        Example("It rained.\nShare\n1.2K\nThe council met on Monday.", on=("1.2K",)),
        Example("It rained.\n0:00 / 4:31\n1x\nThe council met on Monday.", on=("0:00", "1x")),
    ),
    silent=(Example("The winning numbers were drawn at noon.\n7\n13\n42\nNobody had them."),),
)
def bare_figure(page: Page) -> Iterator[Finding]:
    """Finds figures alone on a line beside a share bar, or before the first and behind the last prose.

    Why: a counter of shares, views or comments; inside a list or a table figures are content.
    Example: `1.2K` under `Share`
    Source: RefinedWeb's line filters (Penedo et al. 2023) drop numeric lines everywhere; here with a neighbour
    """
    for index in _players(page):
        yield Finding(index, "the position of a player", category=Category.READER_TOOLS)
        for at in (index - 1, index + 1):
            if 0 <= at < len(page.blocks) and _SPEED.fullmatch(page.measures[at].folded):
                yield Finding(at, "the speed of a player, beside its position", category=Category.READER_TOOLS)
    where = extent(page)
    over = [index for index in _figures(page) if index < where.first]
    for index in _figures(page):
        beside = any(_is_button(page.measures[at]) for at in (index - 1, index + 1) if 0 <= at < len(page.blocks))
        # More of them are the numbers of a table of contents or the facts of a table.
        outside = index < where.first and len(over) <= MOST_BARS
        if beside:
            yield Finding(index, "a figure beside a share button")
        elif outside:
            yield Finding(index, "a figure before the first prose", weight=-2.2)


@lines_where
def _players(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line is the position of a player that stands at the beginning, and how long it plays."""
    short = 0 < len(m.folded) <= PLAYER_CHARS and block.kind not in FIXED_KINDS
    return short and _PLAYER.fullmatch(m.folded) is not None


@lines_where
def _figures(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line is one figure."""
    return 0 < len(m.folded) <= 8 and block.kind not in FIXED_KINDS and _FIGURE.fullmatch(m.folded) is not None


def _is_button(m: Measures) -> bool:
    return m.words <= 4 and any(bar_strength(m.folded))


RULES = (share_bar, bare_figure)
