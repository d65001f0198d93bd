"""What goes around a line once every rule has spoken, for the rules that judge a line by its surroundings (CTX)."""

from __future__ import annotations

from cleaner.page.page import Page

SHORT = 12  # words of a line that may be furniture on its surroundings alone
PROSE_BEFORE = 2  # careful cleaners cut a tail only behind two prose blocks
BUTTON_WORDS = 3
COPIES = frozenset({"RPT001", "RPT002", "RPT010", "RPT011"})  # rules that find a body saved again


def is_cut(page: Page, index: int) -> bool:
    """Whether a line goes; False where there is none of this number."""
    return 0 <= index < len(page.tallies) and not page.tallies[index].kept


def is_residue(page: Page, index: int) -> bool:
    """Whether a line goes, and not as a copy of a paragraph: what stands between copies may be the text's own."""
    return is_cut(page, index) and not all(v.rule in COPIES for v in page.tallies[index].verdicts if v.weight <= -1)


def beside_cuts(page: Page) -> list[int]:
    """The lines that stay though a line beside them goes."""
    kept = [tally.kept for tally in page.tallies]
    around = enumerate(zip([True, *kept], kept, [*kept[1:], True], strict=False))
    return [index for index, (above, stays, below) in around if stays and not (above and below)]


def is_cut_by(page: Page, index: int, *codes: str) -> bool:
    """Whether a rule with one of these codes speaks against a line."""
    return any(v.rule in codes and v.weight < 0 for v in page.tallies[index].verdicts)


def has_witness(page: Page, index: int) -> bool:
    """Whether something besides its place speaks against a block."""
    return any(v.weight <= -1 and v.span is None for v in page.tallies[index].verdicts)
