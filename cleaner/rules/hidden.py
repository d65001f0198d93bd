"""Text that a reader does not see (HID)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.page.body import body_of
from cleaner.page.kind import IS_ARTICLE, page_kinds
from cleaner.page.outline import hidden_of, inherit, names_of
from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Category, Mode, PageKind

_TEXT = (
    "The council met on Tuesday evening to discuss the plan for the old harbour, and many of those who live in the "
    "streets behind it came to hear what would become of it."
)
_PROSE = f"<p>{_TEXT}</p>"

# Share of the page's words hidden in one way: more is a page that scripts fade in, not a page of spam.
UNFOLDED = 0.25
# Scripts set these on text a reader comes to see, pages fade in, and what is hidden from screen readers alone is seen.
# Other hidden text that would otherwise stay is main content for 27 words of 521 (499 annotated pages).
_UNFOLDABLE = ("aria-hidden", "visibility:hidden by style sheet", "closed")
# Where pages are of parts that tabs, panels and animations show one after the other, hidden text is a sixth content.
_IN_PARTS = (PageKind.COLLECTION, PageKind.DOCUMENTATION, PageKind.LISTING, PageKind.PRODUCT, PageKind.SERVICE)
IN_PARTS = 0.5  # odds of these together
_FADED, FADES = "opacity:0", 3  # how scripts hide what they fade in, and from how many elements on a page does so
FEW = 250  # words hidden in one way; more of them is a page's own text behind a tab


@rule(
    "HID001", "hidden-text", Category.HIDDEN, -2.5, modes=HTML,
    fires=(Example('<p style="font-size:0">cheap watches here</p>', on=("cheap",), mode=Mode.HTML),),
    silent=(Example('<p style="font-size:14px">read on</p>', mode=Mode.HTML),),
)  # fmt: skip
def hidden_text(page: Page) -> Iterator[Finding]:
    """Finds text that a reader does not see.

    Why: hidden links and keyword lists are spam; hidden menus, dialogs and copies are furniture. Where a quarter of
    the page is hidden in one way, scripts unfold it, and it is read; not so beside the body of an article.
    Example: `<p style="font-size:0">cheap watches</p>`
    Source: the hidden-text part of search engines' spam policies; measured on eleven ways to hide text.
    """
    hidden = [(index, reason) for index, reason in enumerate(hidden_of(page)) if reason]
    if not hidden:
        return
    odds = page_kinds(page)
    body = body_of(page) if odds[PageKind.ARTICLE] >= IS_ARTICLE else None
    in_parts = sum(odds[kind] for kind in _IN_PARTS) >= IN_PARTS
    fades = _count_fading(page)
    total = sum([m.words for m in page.measures])
    lost: Counter[str] = Counter()
    for index, reason in hidden:
        lost[reason] += page.measures[index].words
    for index, reason in hidden:
        if body is not None and reason == "display:none" and not body.first <= index < body.end:
            yield Finding(index, f"{reason}, outside of an article's body", weight=-4.0, final=True)
        elif lost[reason] > UNFOLDED * total:
            yield Finding(index, f"{reason}, like most of the page", weight=-0.3)
        elif fades and reason == _FADED:
            yield Finding(index, f"{reason}, as in {fades} elements", weight=-0.3)
        elif reason.startswith(_UNFOLDABLE) or (lost[reason] > FEW and reason in {"display:none", "hidden attribute"}):
            yield Finding(index, reason, weight=-1.2)
        else:
            yield Finding(index, reason, weight=-4.0, final=not in_parts)


def _count_fading(page: Page) -> int:
    """How many elements are transparent until they scroll into view; 0 where it may be one writer's trick."""
    faded = [page.blocks[index] for index, reason in enumerate(hidden_of(page)) if reason == _FADED]
    found = {next((e.order for e in block.path if e.hidden == _FADED), -1) for block in faded}
    return len(found) if len(found) >= FADES else 0


_HIDING_NAMES = frozenset(("hidden", "hide", "d-none", "is-hidden", "display-none", "displaynone"))
# Parts of names that show an element again on some screens.
_SCREENS = frozenset(("sm", "md", "lg", "xl", "xs", "xxl", "mobile", "desktop", "tablet", "phone"))


@rule(
    "HID002", "hidden-by-name", Category.HIDDEN, -4.0, modes=HTML,
    fires=(
        Example(
            f'<article><div class="hidden"><p>Subscribe now to read on.</p></div><div>{_PROSE * 3}</div></article>',
            on=("Subscribe now",), mode=Mode.HTML, url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
    silent=(
        Example(
            f'<article><div class="hidden md:block"><p>By Anna Keller.</p></div><div>{_PROSE * 3}</div></article>',
            mode=Mode.HTML, url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
)  # fmt: skip
def hidden_by_name(page: Page) -> Iterator[Finding]:
    """Finds elements outside of an article's body whose class is the one that frameworks hide by, on every screen.

    Why: scripts show them on a click: pitches, dialogs, menus.
    Example: `<div class="premium-intro hidden">`
    Source: Bootstrap, Tailwind; on annotated articles no word of such elements outside of the body was main content
    """
    body = body_of(page)
    if body is None or page_kinds(page)[PageKind.ARTICLE] < IS_ARTICLE or _HIDING_NAMES.isdisjoint(names_of(page)):
        return
    names = inherit(page, "", lambda around, element: around or _hiding_name(element.tokens), names=_HIDING_NAMES)
    for index, name in enumerate(names):
        if name and not body.first <= index < body.end:
            yield Finding(index, f"inside an element of the class '{name}'", final=True)


def _hiding_name(tokens: tuple[str, ...]) -> str:
    """The class that hides an element, unless other classes show it on some screens."""
    found = _HIDING_NAMES.intersection(tokens)
    if not found or not _SCREENS.isdisjoint(tokens):
        return ""
    name = min(found)
    # A name such as `overflow-hidden` is read as its words too.
    return "" if any(name in token and token not in _HIDING_NAMES for token in tokens) else name


COPY_WORDS = 40  # of a hidden block that may be a copy
COPY_RUN = 4  # words that follow each other in both
COPY_SHARE = 0.6  # of its runs; the rest is the marks and addresses of another notation


@rule(
    "HID003", "hidden-copy", Category.REPEAT, -6.0, modes=HTML,
    fires=(
        Example(
            f"<article>{_PROSE * 2}</article><pre style='display:none'># Harbour\n\n{_TEXT}\n\n* {_TEXT}</pre>",
            on=("# Harbour",), mode=Mode.HTML,
        ),
    ),
    silent=(
        Example(
            f"<article><p>A short notice.</p><div style='display:none'>{_PROSE * 2}</div></article>", mode=Mode.HTML,
        ),
    ),
)  # fmt: skip
def hidden_copy(page: Page) -> Iterator[Finding]:
    """Finds hidden blocks whose words stand, in their order, in blocks that are seen.

    Why: a page holds its text a second time for machines or for a button that copies it.
    Example: `<pre class="raw-markdown" hidden>`
    Source: own observation on blogs that offer their text as Markdown
    """
    reasons = hidden_of(page)
    hidden = [index for index, m in enumerate(page.measures) if reasons[index] and m.words >= COPY_WORDS]
    if not hidden:
        return
    shown = {
        run
        for index, m in enumerate(page.measures)
        if not reasons[index] and m.words >= COPY_RUN
        for run in _word_runs(m.tokens)
    }
    for index in hidden:
        runs = _word_runs(page.measures[index].tokens)
        share = sum(run in shown for run in runs) / max(1, len(runs))
        if share >= COPY_SHARE:
            yield Finding(index, f"hidden, and {share:.0%} of its words are seen elsewhere", final=True)


def _word_runs(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """Every COPY_RUN words that follow each other."""
    return [tuple(tokens[at : at + COPY_RUN]) for at in range(len(tokens) - COPY_RUN + 1)]


RULES = (hidden_text, hidden_by_name, hidden_copy)
