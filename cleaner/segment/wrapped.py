"""Text that a program broke into lines of one width: whether it is, where a line goes on, and how two lines join."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaner.measure import ends_sentence

WRAP_MIN, WRAP_MAX = 40, 100  # characters: where mail clients, Gutenberg and terminals wrap
# Lines that tell wrapping from short lines by their most, by all of them, and where a word is parted at a hyphen.
WRAP_LINES, WRAP_FEW, WRAP_PARTED = 6, 4, 2
WRAP_SHARE = 0.6  # of the lines inside paragraphs that must look cut, not ended
# Of the lines inside paragraphs, those that end where the next word would not have fitted. Filled text reaches 0.95;
# verse, whose lines end where the poet ends them, stays under 0.5.
FULL_SHARE, SLACK = 0.75, 2  # share of lines; characters by which fillers miss the width
# Behind the hyphen of a word that shares its end with another: "Vor- und Nachteil", "short- and long-term".
_SUSPENDED = re.compile(
    r"(?:und|oder|bzw\.|sowie|and|or|to|et|ou|y|e|o|u|en|of|och|eller|og|i|lub|oraz|nebo|a|и|или|та|або|ve|veya|ja|tai|és"
    r"|vagy|dan|atau)(?=\s|$)",
    re.IGNORECASE,
)
WORD = 12  # characters behind a line end that tell such a word


def wrap_width(source: str, lines: list[tuple[int, int]]) -> int:
    """The width in characters at which paragraphs are cut into lines; 0 where they are not.

    They are where most lines that another follows directly end in mid-sentence, where the next word would have passed
    the width, as a program breaks them. Of few lines all must, and the next ones begin small or go on with a word.
    """
    pairs = [(one, following) for one, following in pairwise(lines) if _are_adjacent(source, one, following)]
    parted = sum(1 for one, following in pairs if _parts_word(source, one, following))
    if len(pairs) < (WRAP_PARTED if parted else WRAP_FEW):
        return 0
    widths = sorted(end - start for (start, end), _ in pairs)
    if not WRAP_MIN <= widths[len(widths) // 2] <= WRAP_MAX or widths[-1] > 2 * WRAP_MAX:
        return 0
    cut = sum(1 for (start, end), _ in pairs if end - start >= WRAP_MIN and not ends_sentence(source[start:end]))
    width = widths[int(0.95 * (len(widths) - 1))] - SLACK
    full = sum(1 for one, following in pairs if _is_full(source, one, following, width))
    if len(pairs) < WRAP_LINES:
        small = parted + sum(
            1 for one, following in pairs if source[following[0]].islower() and not _parts_word(source, one, following)
        )
        return width if cut == full == len(pairs) and small >= len(pairs) - 1 else 0
    return width if cut >= WRAP_SHARE * len(pairs) and full >= FULL_SHARE * len(pairs) else 0


def _parts_word(source: str, one: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line ends behind a hyphen inside a word."""
    return source[one[1] - 1] in "-\u2010" and joins_without_space(
        source[one[1] - 2 : one[1]], source[slice(*following)]
    )


def _is_full(source: str, one: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the first word of the line that follows would have passed the width."""
    word = source[following[0] : min(following[1], following[0] + WRAP_MAX)].split(None, 1)[0]
    # In a script without spaces a line breaks between any two characters.
    return one[1] - one[0] + 1 + (1 if _is_spaceless(word[0]) else len(word)) > width


def goes_on(source: str, one: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether a line of text wrapped at `width` may go on in the next: nothing blank between, and not cut short."""
    if not _are_adjacent(source, one, following):
        return False
    return one[1] - one[0] >= WRAP_MIN or _is_full(source, one, following, width)


def joins_without_space(before: str, line: str) -> bool:
    """Whether a line that ends with `before` and the next one join without a space."""
    if before[-1] in "-\u2010":
        return before[-2:-1].isalnum() and line[0].isalnum() and _SUSPENDED.match(line) is None
    return _is_spaceless(before[-1]) and _is_spaceless(line[0])


def _is_spaceless(char: str) -> bool:
    """Whether a character belongs to a script, or its punctuation, that parts words by no space."""
    return "\u3000" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uff60"


def _are_adjacent(source: str, one: tuple[int, int], following: tuple[int, int]) -> bool:
    """No blank line stands between two lines."""
    gap = source[one[1] : following[0]]
    ends = gap.replace("\r\n", "\n")
    return ends.count("\n") + ends.count("\r") <= 1
