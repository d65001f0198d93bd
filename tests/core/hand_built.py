"""Pages and verdicts put together by hand, so that a test of the decision layer depends on no rule and no model."""

from __future__ import annotations

from cleaner.page.page import Page, build_page
from cleaner.segment import html, text
from cleaner.settings import Settings
from cleaner.types import Category, Mode, Verdict

PROSE = (
    "The council met on Tuesday evening to discuss the plan for the old harbour, and many of those who live in the "
    "streets behind it came to hear what would become of the place and of the boats that lie there in the winter."
)
SHORT = "Harbour plan delayed"


def text_page(*lines: str, settings: Settings | None = None) -> Page:
    """A text of these lines, each a block of its own."""
    source = "\n\n".join(lines)
    document, _ = text.segment(source)
    assert [block.text for block in document.blocks] == list(lines)
    return build_page(document, Mode.TEXT, source=source, settings=settings)


def html_page(*paragraphs: str, settings: Settings | None = None) -> Page:
    """A page of these paragraphs."""
    return page_of("".join(f"<p>{one}</p>" for one in paragraphs), settings=settings)


def page_of(source: str, *, settings: Settings | None = None) -> Page:
    """A page of this markup."""
    return build_page(html.segment(html.parse(source)), Mode.HTML, source=source, settings=settings)


def verdict(
    block: int,
    weight: float,
    rule: str = "AAA001",
    *,
    category: Category = Category.WIDGET,
    span: tuple[int, int] | None = None,
    final: bool = False,
) -> Verdict:
    """A verdict whose group is the letters of its rule."""
    return Verdict(block, rule, category, weight, f"evidence of {rule}", span, final, rule.rstrip("0123456789"))
