"""What stays whole (KPT): code among kept text, its heading, most of a list or table, a post with what it quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cleaner.measure import Measures
from cleaner.page.outline import outline
from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Block, Category, Kind, Stage
from cleaner.types.members import CELL_OR_ITEM, HEADING, PRE

# What names no kind of thing: a model's doubt, a word that menus have too, a place in the page.
_VAGUE = frozenset({Category.BOILERPLATE, Category.NAVIGATION, Category.CALL_TO_ACTION, Category.READER_TOOLS})
_MENU = _VAGUE - {Category.BOILERPLATE}
_OUTSIDE = frozenset("nav aside footer form button dialog".split())
_NO_POSTS = _OUTSIDE - {"form"}
MOST = 0.5  # share of a list's words that must stay for the rest to stay
DOUBT = -1.0  # a block under this score has more than doubt against it
# Annotators of some sets leave code out of the body, and the model has learned it: under this score their taste holds.
AGAINST_CODE = -1.5
LINKED = 0.3  # share of links from which on a part of a list is a pointer
NEAR = 3  # elements between two blocks of one container
SAID_WORDS = 6  # who said it and when
ANSWER_WORDS = 3  # of an answer; many end without a stop
POST_BLOCKS, POST_LEVELS = 200, 8  # most blocks of a post, and elements of it around a quotation
# Families whose word against a quotation is no second one: they saw that its words stood before, its place or a name.
_OF_PLACE = frozenset("RPT LNK RGN HNT CMT TRF MDL".split())
_NO_QUOTATIONS = frozenset(
    "tweet embed embedded media card pull pullquote pull-quote signature sig testimonial testimonials".split()
)


def _is_outside_furniture(block: Block) -> bool:
    """Whether a block is seen and stands in no part of the page that is named as furniture."""
    return not block.hidden and not any(element.tag in _OUTSIDE for element in block.path)


def _is_vague(page: Page, index: int) -> bool:
    """Whether what speaks against a block names no kind of thing."""
    return all(v.category in _VAGUE and not v.final for v in page.tallies[index].verdicts if v.weight < 0)


@rule(
    "KPT001", "code-between-kept", Category.MAIN_CONTENT, 4.0, stage=Stage.CONTEXT, modes=HTML,
    silent=(Example("<nav><pre>home | news</pre></nav><p>Short.</p>"),),
)  # fmt: skip
def code_between_kept(page: Page) -> Iterator[Finding]:
    """Finds code that stands between kept blocks, or behind one in the same container.

    Why: an explanation without its code explains nothing; code has no sentences, and a model doubts it.
    Example: `<p>Open a terminal:</p><pre>cd boat</pre><p>Then start it.</p>`
    Source: users of extraction tools (code blocks lost in the middle of a page)
    """
    kept = [tally.kept and block.kind is not PRE for block, tally in zip(page.blocks, page.tallies, strict=True)]
    last = max((index for index, one in enumerate(kept) if one), default=-1)
    before: Block | None = None
    for block in page.blocks:
        if kept[block.index]:
            before = block
        elif (
            block.kind is PRE
            and before is not None
            and not page.tallies[block.index].kept
            and _is_outside_furniture(block)
        ):
            beside = block.index < last or _share_container(before, block)
            tally = page.tallies[block.index]
            if beside and tally.score > AGAINST_CODE and all(not v.final for v in tally.verdicts):
                yield Finding(block.index, f"code behind '{before.text[:30]}', which stays", final=True)


def _share_container(one: Block, other: Block) -> bool:
    """Whether two blocks stand in one container, a few elements up."""
    shared = sum(1 for a, b in zip(one.path, other.path, strict=False) if a.order == b.order)
    return shared >= min(len(one.path), len(other.path)) - NEAR


@rule(
    "KPT002", "heading-of-kept", Category.MAIN_CONTENT, 4.0, stage=Stage.CONTEXT, modes=HTML,
    silent=(Example("<aside><h2>Contact</h2><p>Short.</p></aside>"),),
)  # fmt: skip
def heading_of_kept(page: Page) -> Iterator[Finding]:
    """Finds headings right over kept text, where only a menu's word or a model's doubt speaks against them.

    Why: `Contact` is a menu's word in a menu, and the name of a section over the text of that section.
    Example: `<h2>Apply</h2><p>Fill in form F12.</p>`
    Source: users of extraction tools (sections of official pages without their headings)
    """
    for block, follower in zip(page.blocks, page.blocks[1:], strict=False):
        if block.kind is not HEADING or page.tallies[block.index].kept or not _is_outside_furniture(block):
            continue
        below = page.tallies[follower.index]
        if not below.kept or follower.kind is Kind.HEADING or block.level < 2:
            continue
        tally, m = page.tallies[block.index], page.measures[block.index]
        menu_word = any(v.category in _MENU and v.weight < 0 for v in tally.verdicts)
        doubtful = menu_word and tally.score > DOUBT and not m.link_density
        if doubtful and _share_container(block, follower) and _is_vague(page, block.index):
            yield Finding(block.index, f"over '{follower.text[:30]}', which stays", final=True)


@rule(
    "KPT003", "rest-of-list", Category.MAIN_CONTENT, 4.0, stage=Stage.CONTEXT, modes=HTML,
    silent=(Example("<ul><li>Home</li><li>News</li></ul><p>Short.</p>"),),
)  # fmt: skip
def rest_of_list(page: Page) -> Iterator[Finding]:
    """Finds the items or rows that would go of a list or a table most of whose words stay.

    Why: a list without its third step, a table without its first row say something else than the page did.
    Example: of three ingredients, `salt` alone would go
    Source: users of extraction tools (lists and tables with holes)
    """
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for block in page.blocks:
        if block.group is not None and block.kind in CELL_OR_ITEM:
            groups[block.group].append(block.index)
    for members in groups.values():
        kept = [index for index in members if page.tallies[index].kept]
        if not kept or len(kept) == len(members):
            continue
        stays, whole = sum(page.measures[i].words for i in kept), sum(page.measures[i].words for i in members)
        if stays <= MOST * whole or len(kept) < MOST * len(members):
            continue
        for index in members:
            tally = page.tallies[index]
            doubtful = not tally.kept and tally.score > DOUBT and page.measures[index].link_density < LINKED
            if doubtful and _is_vague(page, index) and not page.blocks[index].hidden:
                yield Finding(index, f"{len(kept)} of {len(members)} parts of it stay", final=True)


@rule(
    "KPT004", "quotation-in-post", Category.MAIN_CONTENT, 4.0, stage=Stage.CONTEXT, modes=HTML,
    silent=(Example("<aside><blockquote>Nobody has seen a goose as large as that.</blockquote></aside>"),),
)  # fmt: skip
def quotation_in_post(page: Page) -> Iterator[Finding]:
    """Finds quotations in the element of an answer that stays, where only place or repetition speaks against them.

    Why: an answer without what it answers is half of what was written, and a post goes whole or stays whole.
    Example: `<div class=post><blockquote>Which ferry?</blockquote><p>The one that leaves at noon on Monday.</p></div>`
    Source: pages of forums whose posts were written down by hand, quotations in them
    """
    tree = outline(page)
    quotations = [place for place, node in enumerate(tree.nodes) if node.element.tag == "blockquote"]
    innermost = [-1] * (len(page.blocks) if quotations else 0)  # parents come before their children
    for place in quotations:
        first, end = tree.nodes[place].first, tree.nodes[place].end
        innermost[first:end] = [place] * (end - first)
    for place in quotations:
        gone = [i for i in tree.nodes[place].blocks if innermost[i] == place and _is_quoted(page, i)]
        around = _around_quotation(page, place, innermost) if gone else ()
        beside = next((i for i in around if page.tallies[i].kept and _is_said(page.measures[i])), -1)
        for index in gone if beside >= 0 else ():
            yield Finding(index, f"quoted beside '{page.blocks[beside].text[:30]}', which stays", final=True)


def _is_quoted(page: Page, index: int) -> bool:
    """Whether a block of a quotation would go, and only for its place or because its words stood before."""
    block, tally = page.blocks[index], page.tallies[index]
    if tally.kept or block.hidden or page.measures[index].link_density >= LINKED:
        return False
    against = [v for v in tally.verdicts if v.weight < 0 and v.span is None]
    if any(v.final or v.group not in _OF_PLACE for v in against):
        return False
    return _in_text(block) and all(_NO_QUOTATIONS.isdisjoint(element.tokens) for element in block.path)


def _is_said(m: Measures) -> bool:
    """Whether a block is words of its own, be they no whole sentence."""
    return m.words >= ANSWER_WORDS and m.link_density < LINKED


def _in_text(block: Block) -> bool:
    """Whether a quotation stands in no furniture; makers of forums put it into an aside, and all posts into a form."""
    named = any("quote" in token for element in block.path for token in element.tokens)
    return not any(element.tag in _NO_POSTS and not (named and element.tag == "aside") for element in block.path)


def _around_quotation(page: Page, place: int, innermost: Sequence[int]) -> list[int]:
    """The blocks outside of a quotation in the innermost element that holds more than it and who said it.

    Some makers of forums put a post into a quotation of its own: what stands in one with the inner is around it, too.
    `innermost` is the innermost quotation of each block, by its place in the outline, or -1.
    """
    tree = outline(page)
    up, around = [], tree.nodes[place].parent
    while around >= 0:
        up.append(around)
        around = tree.nodes[around].parent
    shared = {-1, *up}
    for node in (tree.nodes[at] for at in up[:POST_LEVELS]):
        if node.end - node.first > POST_BLOCKS:
            break
        others = [i for i in node.blocks if innermost[i] in shared]
        if sum(page.measures[i].words for i in others) > SAID_WORDS:
            return others
    return []


RULES = (code_between_kept, heading_of_kept, rest_of_list, quotation_in_post)
