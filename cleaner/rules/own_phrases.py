"""Whether a stock phrase is a text's own: what somebody is told to say, the title over it, a field of what it lists."""

from __future__ import annotations

from cleaner.page.page import Page
from cleaner.rules.matching import Hit
from cleaner.rules.packs import Shape
from cleaner.rules.reported import is_announced, is_reported, names_speaker
from cleaner.rules.subject import lists_contacts
from cleaner.types import Category, Mode

TITLE_WORDS = range(3, 9)  # of a title that is a phrase; a shorter one stands in any text
BEHIND = 60  # characters behind a phrase in which it is told who says it


def is_own_phrase(page: Page, hit: Hit) -> bool:
    """Whether a text says a phrase itself, where a page says it around others."""
    if page.mode is Mode.HTML:
        return False
    if hit.phrase.category is Category.AUTHOR_BIO and lists_contacts(page):
        return True
    if hit.phrase.shape is Shape.WHOLE:
        return _is_title(page, hit)
    return _is_told(page, hit) or _is_title(page, hit)


def _is_told(page: Page, hit: Hit) -> bool:
    """Whether a phrase inside a sentence is what the sentence tells that somebody says."""
    before, found, after = page.measures[hit.block].folded.partition(hit.literal)
    if not found:
        return False
    if not before:
        return "," in after[:BEHIND] and names_speaker(after[: after.index(",") + BEHIND])
    return is_reported(before) or (hit.phrase.category is Category.RIGHTS and is_announced(before))


def _is_title(page: Page, hit: Hit) -> bool:
    """Whether a phrase is the first line, and a sentence below says it again."""
    m = page.measures[hit.block]
    if hit.block or m.words not in TITLE_WORDS:
        return False
    line = m.folded.strip(" .:")
    return any(line in other.folded and other.ends_sentence and other.words > m.words for other in page.measures[1:])
