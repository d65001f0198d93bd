"""Sentences that a scraper broke over several lines: it set every link of a paragraph on a line of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.measure import PROSE_WORDS
from cleaner.page.language import function_words
from cleaner.page.page import Page, derived
from cleaner.types import Kind, Mode

WORDS, LONGEST = 14, 5  # words of a broken sentence, and of its longest line: fewer may be a menu in small letters
FEW_WORDS, MANY = 4, 8  # words of a shorter one, in a text with so many others
FUNCTION_SHARE = 0.15  # of its words; menus and share bars hold next to none
_GOES_ON = ",;.)]”»’、，。）」』…"  # what no line begins with, unless it goes on
_OPENS_TOO = "”’»"
_UNFINISHED = "([„“«–"  # what no line ends with, unless it goes on; a comma ends lines of verse and letters, too
_ENDED = ".!?…。！？؟۔।॥:："
_ENDED_IN = frozenset(_ENDED)


@derived
def broken_sentences(page: Page) -> dict[int, range]:
    """The lines that are parts of sentences broken over several lines, each with the run of lines it stands in.

    A run goes on where the next line begins as no line does, or where one ends on a comma or a function word. It
    reads as written text: it holds a line of several words, and either one that begins with a closing mark, or
    function words and one that begins with a small letter or ends as no line does. Blank lines do not count: a
    body has one between all its lines, and what was cleaned once must be judged alike.
    """
    if page.mode is not Mode.TEXT:
        return {}
    found: dict[int, range] = {}
    short: list[range] = []
    small = function_words(page.language)
    for run in _runs(page, small):
        measures = page.measures[run.start : run.stop]
        words = sum(m.words for m in measures)
        if words < WORDS or max(m.words for m in measures) < LONGEST:
            short += [run] if words >= FEW_WORDS else []
            continue
        marked = any(_goes_on_by_mark(page.blocks[i].text) for i in run)
        inside = any(page.blocks[i].text[0].islower() or _breaks_off(page, i - 1, small) for i in run[1:])
        if marked or (inside and sum(m.stop_share * m.words for m in measures) >= FUNCTION_SHARE * words):
            found.update(dict.fromkeys(run, run))
    # A scraper that broke many sentences at their links broke the short ones, too: those of notes and references.
    if len(set(found.values())) >= MANY:
        for run in short:
            if all(_begins_inside(page.blocks[i].text) for i in run[1:]):
                found.update(dict.fromkeys(run, run))
    return found


def _begins_inside(text: str) -> bool:
    """Whether a line begins as no sentence and no label does."""
    return text[0].islower() or _goes_on_by_mark(text)


@derived
def broken_paragraphs(page: Page) -> tuple[range, ...]:
    """The runs of `broken_sentences` that are as long as a paragraph of prose, and hold no paragraph of their own."""
    runs = dict.fromkeys(broken_sentences(page).values())
    return tuple(
        run
        for run in runs
        if sum(page.measures[i].words for i in run) >= PROSE_WORDS and not any(page.measures[i].prose for i in run)
    )


def _goes_on_by_mark(text: str) -> bool:
    """Whether a line begins with a mark that no line begins with.

    A closing mark right before a word opens a quotation in Sweden, Finland and Denmark, and a closing angle before a
    space and a capital is a bullet.
    """
    if text[0] not in _GOES_ON:
        return False
    opens = text[0] in _OPENS_TOO and text[1:2].isalnum()
    return not opens and not (text.startswith("» ") and text[2:3] != text[2:3].lower())


def _runs(page: Page, small: frozenset[str]) -> Iterator[range]:
    """Two lines or more of which each goes on in the next."""
    start = 0
    for index in range(1, len(page.blocks) + 1):
        if index < len(page.blocks) and _goes_on(page, index, small):
            continue
        if index - start > 1:
            yield range(start, index)
        start = index


def _goes_on(page: Page, index: int, small: frozenset[str]) -> bool:
    """Whether a line goes on in the one before it."""
    above, block = page.blocks[index - 1], page.blocks[index]
    if above.kind is not Kind.LINE or block.kind is not Kind.LINE:
        return False
    # What opens a quotation in one language closes it in another.
    ended = above.text.rstrip("“«»”\"'’")[-1:] in _ENDED_IN
    begun = _goes_on_by_mark(block.text) or (block.text[0].islower() and not ended)
    # What stands on a line of its own behind such a word is a link; a paragraph there stands under a label.
    if not begun and not page.measures[index].prose:
        begun = not ended and (above.text[-1] == "," or _ends_inside(page, index - 1, small))
    return begun


def _ends_inside(page: Page, index: int, small: frozenset[str]) -> bool:
    """Whether a line ends on an open bracket, quotation or dash or, with several words, on a function word."""
    tokens = page.measures[index].tokens
    return page.blocks[index].text[-1] in _UNFINISHED or (len(tokens) > 1 and tokens[-1] in small)


def _breaks_off(page: Page, index: int, small: frozenset[str]) -> bool:
    """Whether a line ends as none does that stands alone; "Scroll down for more" does."""
    m = page.measures[index]
    last = page.blocks[index].text.split()[-1]
    return m.words >= LONGEST and last == last.lower() and _ends_inside(page, index, small)
