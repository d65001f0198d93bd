"""The learned block model's voice among the rules of pages (MDL)."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.model.blocks.model import shipped_block_model
from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, make_finding, rule
from cleaner.types import Category, Later, Mode

_PAGE = (
    "<html><body><nav><ul><li><a href=/a>World</a><li><a href=/b>Sport</a><li><a href=/c>Culture</a></ul></nav>"
    "<article><h1>The harbour</h1><p>The council met on Tuesday to discuss the old harbour, and many of the people "
    "who live in the streets behind it came to hear what would become of the place.</p><p>The mayor said that the "
    "plans would be shown in the library until the end of the month, and that nobody would have to move.</p>"
    "</article><footer><p>© 2024 The Harbour Times. All rights reserved.</p></footer></body></html>"
)


@rule(
    "MDL001", "block-model", Category.BOILERPLATE, -3.0, modes=HTML,
    fires=(Example(_PAGE, on=("World", "Sport", "All rights"), mode=Mode.HTML),),
)  # fmt: skip
def block_model(page: Page) -> Iterator[Finding]:
    """Finds how likely each block is main content, by its text, its containers, its like on the page, its neighbours.

    Why: no single sign tells a page's body from its furniture, three hundred weighed together do; the weights
    were fitted on some 3,000 annotated pages of nine sources.
    Example: the ninth card of a row of teasers, 8 words, all of them linked.
    Source: trees over block features (boosting: Friedman 2001; oblivious trees: Prokhorenkova et al. 2018); see
    model/blocks/MODEL_CARD.md
    """
    if not page.settings.model or not page.blocks:
        return
    judged = shipped_block_model().judge(page)
    against, in_favour = Category.BOILERPLATE, Category.MAIN_CONTENT
    for block, odds in enumerate(judged.odds.tolist()):
        category = against if odds < 0 else in_favour
        yield make_finding((block, Later(judged.why, block), round(odds, 2), category, None, False))


RULES = (block_model,)
