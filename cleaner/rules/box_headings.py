"""Headings of boxes of other articles (REL): a few words to the reader, with headlines of something else under them."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS, ends_open, headline_like
from cleaner.rules.frames import Frame, read_frames
from cleaner.rules.note_words import count_words
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import FOREIGN, article_words, likeness, written_lines
from cleaner.rules.samples import ARTICLE
from cleaner.rules.subject import speaks_of_sites
from cleaner.types import Block, Category
from cleaner.types.members import ITEM

FILE = "box_headings.toml"
CHARS = 60  # of such a heading
LEAST_HEADLINE, LEAST_DENSE = 4, 6  # words, or characters where none have spaces; an entry of a list is shorter
WRITTEN = 2  # sentences or paragraphs of an article over its first box, or one where as many follow
_DENSE = "\u0e00"
_QUOTES = "\"“„«»‹「『”‘'"


@by_line
def _said(_: Page, block: Block, m: Measures) -> tuple[Frame, str] | None:
    """What a short line without a sentence's end says of a box, or None."""
    if not m.words > 0 or m.prose or block.kind in FIXED_KINDS or block.kind is ITEM:
        return None
    text = block.text.strip()
    if text[:1] in _QUOTES or len(text) > CHARS or not (ends_open(text) or text.endswith(("?", "？"))):
        return None
    # Words of scripts without spaces are measured by their characters.
    words = count_words(text, m.words) if text < _DENSE else 1
    return next(iter(read_frames((FILE,), text, words)), None)


@rule(
    "REL004",
    "box-heading",
    Category.RELATED,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "In case you missed it\nStriker breaks silence on his contract", on=("In case",)),
        Example(ARTICLE + ARTICLE + "Before you go\nVets warn over popular dog toy\n" + ARTICLE, on=("Before",)),
        Example(
            "Le conseil s'est réuni lundi.\nIl n'a rien décidé.\nLes choix de la rédaction\nLe marché de Noël déménage",
            on=("Les choix",),
        ),
        Example(
            "Der Rat tagte.\nEr war nicht einig.\nDas lesen andere gerade\nTrainer nach sieben Spielen entlassen",
            on=("Das lesen",),
        ),
        Example(ARTICLE + "More from Counties\nGovernor orders audit of ferry stages", on=("More from",)),
        Example(
            "Совет собрался.\nОн ничего не решил.\nНе пропустите\nТренер уволен после семи матчей подряд",
            on=("Не пропустите",),
        ),
    ),
    silent=(
        Example(ARTICLE + "Before you go\nTake a torch, and tell somebody where you are."),
        Example(ARTICLE + "Not to be missed\nThe mill\nThe lighthouse\nThe old bakery"),
        Example(ARTICLE + "Editor's choice of words\nIt was said that the council of the town met."),
        Example(ARTICLE + "Just in case"),
        Example(ARTICLE + "More about the ferry\nIt sails again from May, and dogs go free."),
        Example(ARTICLE + "More on the old ferry line\nFerry line closed for the winter"),
        Example("What others read\nOld maps of the harbour and the quay\n" + ARTICLE),
    ),
)
def box_heading(page: Page) -> Iterator[Finding]:
    """Finds headings of boxes by what they say: what was missed, who chose it, who reads it, before one goes.

    Why: under them stand headlines of other articles; a section of the article's own has its sentences there.
    Example: `Don't leave without seeing`
    Source: own observation in 29 languages; the families are data/box_headings.toml's
    """
    said = _said(page)
    if not any(said) or speaks_of_sites(page):
        return
    written = written_lines(page)
    if len(written) < WRITTEN:
        return
    above = 0 if len(written) > WRITTEN else WRITTEN - 1
    for index in range(written[above] + 1, len(said)):
        heading = said[index]
        if heading is not None and _stands_over_headline(page, index + 1):
            frame, words = heading
            yield Finding(index, f"'{words}' ({frame.id}) over a headline", category=frame.category)


def _stands_over_headline(page: Page, below: int) -> bool:
    """Whether a headline that says nothing of the article's stands there."""
    if below >= len(page.blocks):
        return False
    block, m = page.blocks[below], page.measures[below]
    if block.kind in FIXED_KINDS or likeness(m.folded, article_words(page)) >= FOREIGN:
        return False
    if block.text >= _DENSE and len(block.text) < LEAST_DENSE:
        return False
    return headline_like(block.text, max(3, m.words)) and (block.text >= _DENSE or m.words >= LEAST_HEADLINE)


RULES = (box_heading,)
