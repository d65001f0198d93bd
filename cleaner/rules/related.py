"""Headlines of other articles (REL): under a heading that says so, or without one at the end of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.page.page import Page, common_stopwords, derived
from cleaner.page.shape import FIXED_KINDS, capitalised_share, content_words, ends_open, extent, headline_like
from cleaner.rules.bylines import date_like
from cleaner.rules.registry import BOTH, TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.types import Category, Kind, Stage

INLINE = 12  # lines; a box between two paragraphs is shorter
TEASER = 24  # words; a teaser under a headline is shorter, a paragraph is not
FOREIGN = 0.34  # share of a headline's content words that the article uses; its own headings share more
OWN = 0.6
HEARD = 3  # headings over the same box that are heard; of a page full of them each would speak about all that follow
RUN, HEADLINE_WORDS = 3, 5  # lines and words of a run without a heading over it


@derived
def article_words(page: Page) -> frozenset[str]:
    """The content words of the page's prose."""
    stop = common_stopwords()
    return frozenset(w for m in page.measures if m.prose for w in content_words(m.folded, stop))


def likeness(folded: str, article: frozenset[str]) -> float:
    """Share 0..1 of a line's content words that the article uses; 0 where it has none."""
    own = list(content_words(folded, common_stopwords()))
    return sum(w in article for w in own) / len(own) if own else 0.0


def _ends(page: Page) -> list[int]:
    """For each block (and one past the last) where the box ends that begins there: at prose, code or a table."""
    ends = [len(page.blocks)] * (len(page.blocks) + 1)
    for index in range(len(page.blocks) - 1, -1, -1):
        ended = page.measures[index].prose or page.blocks[index].kind in {Kind.PRE, Kind.CELL}
        ends[index] = index if ended else ends[index + 1]
    return ends


@rule(
    "REL001",
    "related-box",
    Category.RELATED,
    -3.0,
    stage=Stage.CONTEXT,
    modes=BOTH,
    fires=(
        Example(
            ARTICLE + "You may also like\nStriker breaks silence on his contract\nNew coach hints at surprise",
            on=("Striker", "New coach"),
        ),
    ),
    silent=(Example(ARTICLE + "What happens next\nThe council meets again in the spring of next year."),),
)
def related_box(page: Page) -> Iterator[Finding]:
    """Finds the headlines, dates and teasers under a heading such as `You may also like`.

    Why: they lead to other articles; the less they share with this one's words, the surer.
    Example: five headlines about football under an article about a war
    Source: own observation; boilerpipe's end marks; similarity as evidence is our own
    """
    headings = [i for i, t in enumerate(page.tallies) if not t.kept and any(v.rule == "PHR003" for v in t.verdicts)]
    article = article_words(page) if headings else frozenset()
    ends = _ends(page) if headings else []
    heard: Counter[int] = Counter()
    for index in headings:
        members: Sequence[int] = range(index + 1, ends[index + 1])
        last = ends[index + 1] == len(page.blocks)
        if not last:
            members = _inline(page, members, article)
        own = 0
        for member in members:
            heard[member] += 1
            if heard[member] > HEARD:
                break
            m = page.measures[member]
            if m.words > TEASER and not m.link_density:
                continue
            like = likeness(m.folded, article)
            own = own + 1 if like >= OWN and m.words >= HEADLINE_WORDS else 0
            if own >= RUN:
                break
            weight = -3.2 if like < FOREIGN else -2.8 if last else -2.4
            yield Finding(member, f"under '{page.blocks[index].text[:40]}', likeness {like:.2f}", weight=weight)


def _inline(page: Page, members: Sequence[int], article: frozenset[str]) -> Sequence[int]:
    """Of the lines between a related heading and the next prose, those that are the box's."""
    if len(members) > INLINE:
        return ()
    box: list[int] = []
    for index in members:
        m, block = page.measures[index], page.blocks[index]
        if not (headline_like(block.text, m.words) or date_like(m.folded) or (m.words <= 2 and ends_open(block.text))):
            break
        box.append(index)
    # The line above the prose may be its own heading.
    if box and box[-1] + 1 < len(page.blocks) and page.measures[box[-1] + 1].prose:
        lines = page.measures[box[-1]]
        if len(box) == 1 or likeness(lines.folded, article) >= OWN or page.blocks[box[-1]].kind is Kind.HEADING:
            box.pop()
    return box


@rule(
    "REL002",
    "foreign-headlines",
    Category.RELATED,
    -2.8,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Striker breaks silence on his transfer row\nParliament clears bill to fit speed limiters\n"
            "Health secretary chairs review on dengue",
            on=("Striker", "Parliament", "Health"),
        ),
    ),
    silent=(
        Example(
            ARTICLE
            + "Ferry line closed for the winter\nCouncil decided nothing on Monday\nFerry talked about for hours"
        ),
        Example(
            ARTICLE
            + "You will need:\nTwo ripe pears from the garden\nOne litre of good wine\nHalf a stick of cinnamon bark"
        ),
    ),
)
def foreign_headlines(page: Page) -> Iterator[Finding]:
    """Finds a run of headline-like lines behind the last prose whose subjects are not the article's.

    Why: teasers of other articles whose heading the scraper dropped. Lists that a sentence opens (with a
    colon) and lines that share the article's words stay.
    Example: five headlines about football at the end of an article about a war
    Source: own observation on scraped news texts; thresholds set on the residue texts
    """
    where = extent(page)
    if where.count < 2:
        return
    tail = [i for i in range(where.last + 1, len(page.blocks)) if page.tallies[i].kept]
    run: list[int] = []
    for index in reversed(tail):
        block, m = page.blocks[index], page.measures[index]
        good = m.words >= HEADLINE_WORDS and headline_like(block.text, m.words) and block.kind is Kind.LINE
        if not good:
            break
        run.append(index)
    if len(run) < RUN or (run[-1] > 0 and page.blocks[run[-1] - 1].text.rstrip().endswith((":", "："))):
        return
    article = article_words(page)
    likes = [likeness(page.measures[i].folded, article) for i in run]
    mean = sum(likes) / len(likes)
    capitals = sum(capitalised_share(page.blocks[i].text) for i in run) / len(run)
    if mean < FOREIGN / 2 or (mean < 0.6 * FOREIGN and capitals > 0.7):
        for index, like in zip(run, likes, strict=True):
            if like <= OWN and page.blocks[index].kind not in FIXED_KINDS:
                evidence = f"one of {len(run)} headlines at the end, likeness {like:.2f}, mean {mean:.2f}"
                yield Finding(index, evidence)


RULES = (related_box, foreign_headlines)
