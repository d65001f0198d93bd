"""Every rule's time grows with its input, not with its square."""

from __future__ import annotations

import gc
import time
from collections import Counter
from unittest.mock import patch

import pytest

from cleaner import clean_text
from cleaner.page.page import Page, build_page
from cleaner.rules import copies_beside
from cleaner.rules.registry import Rule
from cleaner.segment import text
from cleaner.types import Mode, Stage
from cleaner.voters.catalogue import all_rules

SMALL, LARGE = 2_000, 16_000  # repetitions
RATIO = 24.0  # eight times the input may take eight times as long, three times that for noise; a square takes 64
SHORT = 0.05  # CPU seconds; what is quicker is quick enough
EVIL = {
    "spaces": "a" + " " * 7,
    "arrows": ">> ",
    "brackets": "[1](",
    "digits": "1:1.1,",
    "share": "facebook ",
    "also read": "ALSO READ: ",
    "dots": "A. ",
    "dashes": "- By ",
    "mail": "sign up @ ",
    "hidden": "b\u200bu",
    "one word": "a",
    "one number": "1",
    "a word of two scripts": "aρ",
    "a word with dots": "a.",
    "a word with dashes": "a-",
}
PROSE = (
    "The council met on Tuesday to discuss the plan for the old harbour, and many of those who live in the streets "
    "behind it came to hear what would become of the place.\n"
)
LOCAL = [one for one in all_rules() if Mode.TEXT in one.modes and one.stage is Stage.LOCAL]


LOOKS = 10


def seconds(one: Rule, page: Page) -> float:
    """CPU seconds of the better of two runs."""
    best = 9.0
    # A full collection over all that other tests left would count for whichever rule happens to run.
    gc.disable()
    try:
        for _ in range(2):
            start = time.process_time()
            list(one.judge(page))
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


def slow_rules(small: Page, large: Page) -> list[tuple[str, float, float]]:
    """The rules that take over RATIO times as long on the larger page, however often one looks.

    A busy machine only ever adds to a measured time: the best of several looks is the rule's own.
    """
    found = []
    for one in LOCAL:
        a, b = 9.0, 9.0
        for _ in range(LOOKS):
            b = min(b, seconds(one, large))
            if b <= SHORT:
                break
            a = min(a, seconds(one, small))
            if b <= RATIO * max(0.001, a):
                break
        else:
            found.append((one.code, a, b))
    return found


@pytest.mark.parametrize("name", EVIL)
def test_one_long_line(name: str) -> None:
    """No rule takes more than its share of time on one evil line, eight times longer."""
    small = build_page(text.segment(EVIL[name] * SMALL)[0], Mode.TEXT)
    large = build_page(text.segment(EVIL[name] * LARGE)[0], Mode.TEXT)
    assert [] == slow_rules(small, large)


def test_addresses_parted_by_commas() -> None:
    """A line of addresses with commas in and between them is looked at in one way, not in 2**n."""
    start = time.process_time()
    clean_text(PROSE * 2 + "http://,," * 22 + "!!! x\n" + PROSE)
    assert time.process_time() - start < 4


def compared(paragraphs: int) -> int:
    """How many blocks RPT009 counts in a body that was saved twice, with a line of its own behind each paragraph."""
    words = [f"{a}{b}" for a in "bdfgklmnprst" for b in "aeiou"]
    body = [" ".join(words[(at * step + 7 * step) % 60] + str(at) for step in range(40)) for at in range(paragraphs)]
    lines = [f"It rained on {' '.join(f'w{at}x{step}' for step in range(8))}." for at in range(2 * paragraphs)]
    pairs = zip(body * 2, lines, strict=True)
    with patch.object(copies_beside, "Counter", side_effect=Counter) as counter:
        clean_text("\n\n".join(f"The council met. {one}.\n\n{line}" for one, line in pairs))
    return counter.call_count


def test_lines_between_copies_are_compared_with_those_that_share_their_words() -> None:
    """Each line between the paragraphs of a copy was compared with every line before it."""
    few, many = compared(20), compared(80)
    assert 0 < few
    assert many <= 5 * few


@pytest.mark.parametrize(
    "line",
    [
        "Read more",
        "Facebook",
        "May 3, 2024",
        "The same old line of words that stands again and again here.",
        "The same old line of words which has no end and no other line",
        "Reply",
    ],
)
@pytest.mark.parametrize("behind", ["", PROSE], ids=["alone", "before prose"])
def test_many_lines(line: str, behind: str) -> None:
    """No rule takes more than its share of time on a line eight times as often."""
    small = build_page(text.segment((line + "\n") * (SMALL // 4) + behind)[0], Mode.TEXT)
    large = build_page(text.segment((line + "\n") * (LARGE // 4) + behind)[0], Mode.TEXT)
    assert [] == slow_rules(small, large)
