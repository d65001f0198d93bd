"""What stands where a printed page ended and the next began: head, foot and number in a few lines together (MRK)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.measure import Measures
from cleaner.page.page import Page, derived
from cleaner.page.shape import runs_where, stands_below_colon
from cleaner.rules.document_stamps import is_stamp
from cleaner.rules.page_numbers import is_page_number
from cleaner.rules.print_signs import (
    ADDRESS,
    CAPS,
    CHARS,
    HEAD,
    HOUR,
    ISSUE,
    NAME,
    NUMBER,
    SIDE,
    SURE,
    WORDS,
    YEARBOOK,
    is_cut_name,
    print_sign,
    side_number,
)
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.running_heads import is_running_head
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Category

TOGETHER = 5  # lines of a foot and a head that stand together
WRITTEN = 12  # words of a line that is written, however it ends
MOST = 2  # names of different papers that stand so alone; more are a list with notes
NAME_CHARS = 12  # by which two names are told apart
FAR = 3  # pages from one head of a book to its next
LOWEST = 10  # of the pages of two heads with different words
_QUOTED = ("”", "»", "“", "」", "'", '"')
_FOOT = re.compile(r"\d.*\s[–—|•·/-]\s|\s[–—|•·/-]\s.*\d")


class Break(NamedTuple):
    """Short lines together between written ones: what each has of a page, and whether one is surely a page's."""

    lines: list[int]
    signs: list[str]
    sure: bool

    def where(self, *signs: str) -> list[int]:
        """The lines with one of these signs."""
        return [at for at, sign in zip(self.lines, self.signs, strict=True) if sign in signs]


@rule(
    "MRK010",
    "page-break",
    Category.LONE_MARK,
    -3.2,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nProc. Quay Nat. Hist. Soc.\n47\n{TUESDAY}", on=("Proc", "47")),
        Example(f"{MONDAY}\nHafenjahrbuch 2007\n* 61 *\n{TUESDAY}", on=("Hafen", "* 61")),
        Example(f"{MONDAY}\nwww.quay.example/rev\n91\n{TUESDAY}", on=("www", "91")),
        Example(f"{MONDAY}\nРезолюции, № 214, 2011 г.\n33\n{TUESDAY}", on=("Рез", "33")),
        Example(f"{MONDAY}\nHale & Sayer: Wear of quays\n214\n{TUESDAY}", on=("Hale", "214")),
        Example(f"{MONDAY}\n112 THE OLD QUAYS\n{TUESDAY}\nTIDES AND BOATS 113\n{MAYOR}", on=("112", "TIDES")),
        Example(f"{MONDAY}\nhttps://quay.example/boats 3/7\n09/04/2021, 18:22\n{TUESDAY}", on=("https", "09")),
        Example(f"{MONDAY}\nResmî Gazete\n14 Mayıs 2011 – Sayı : 27934\n{TUESDAY}", on=("Resm", "14 May")),
    ),
    silent=(
        Example(f"{MONDAY}\nTHE STORM\n7\n{TUESDAY}"),
        Example(f"{MONDAY}\n7\nTHE STORM\n{TUESDAY}"),
        Example(f"{MONDAY}\nThe Harbour Journal\n1984\n{TUESDAY}"),
        Example(f"{MONDAY}\n14 May 2011\n7\n{TUESDAY}"),
        Example(f"{MONDAY}\nAnna & Ola: We row\n{TUESDAY}"),
        Example(f"{MONDAY}\nTuesday, 4 May\nSun. No answer. Bought a hat.\n{TUESDAY}"),
        Example(f"{MONDAY}\nThe Argus, no. 17, 3 May 1924\n{TUESDAY}"),
        Example(f"{MONDAY} She wrote: “We row.”\nDOCK GAZETTE Monday, May 4, 1998 A7\n{TUESDAY}"),
        Example(f"{MONDAY}\nwww.quay.example/rev\n{TUESDAY}"),
        Example(f"{MONDAY}\n12 BOATS AND OARS\n{TUESDAY}\n40 NETS AND ROPES\n{MAYOR}"),
        Example("Gulls\n47\nTerns\n31\nJ. Quay. Ecol.\n12"),
    ),
)  # fmt: skip
def page_break(page: Page) -> Iterator[Finding]:
    """Finds lines together between sentences of which one is a page's, or two of which each may be one.

    Why: a printed page has a name over it and a number under it. Each alone may be the text's: a chapter has a number,
    a source has a name.
    Example: `Proc. Quay Nat. Hist. Soc.` over `47`
    Source: own observation on texts taken from PDF files and scans
    """
    runs = list(_runs(page))
    alone = {page.measures[at].folded[:NAME_CHARS] for one in runs for at in one.where(SURE)}
    sides = _sides(page, runs)
    for one in runs:
        first = page.blocks[one.lines[0] - 1].text
        surely = one.where(SURE) and len(alone) <= MOST and not first.endswith(_QUOTED)
        if one.sure or surely or _is_page(one):
            for at, sign in zip(one.lines, one.signs, strict=True):
                if (sign not in {CAPS, SIDE} or one.sure) and (sign != HOUR or one.where(SURE, ADDRESS)):
                    yield Finding(at, "beside what stands over or under a page")
        else:
            for at in sides.intersection(one.lines):
                yield Finding(at, "a name in capitals and a number that the next page's follows")


def _is_page(one: Break) -> bool:
    """Whether lines together are more than a text has: a name and a number, or two that name an issue."""
    named = len(one.where(SURE, HEAD, NAME))
    if one.where(NUMBER) and (named or one.where(ADDRESS, YEARBOOK)):
        return True
    return named > 1 or (named > 0 and bool(one.where(ISSUE)))


def _sides(page: Page, runs: Sequence[Break]) -> frozenset[int]:
    """The heads in capitals whose numbers follow one another; nothing where one does not."""
    found = [at for one in runs for at in one.where(SIDE)]
    numbers = [side_number(page.blocks[at].text) for at in found]
    near = all(0 <= later - earlier <= FAR for earlier, later in pairwise(numbers))
    return frozenset(found) if len(found) > 1 and near and numbers[0] >= LOWEST else frozenset()


def _runs(page: Page) -> Iterator[Break]:
    """The runs of short lines of which each has something of a printed page.

    A heading may stand under them, over what it heads, and an unknown foot over a page's number.
    """
    for run in _short_runs(page):
        lines = run
        signs = [print_sign(page, at) for at in lines]
        told = [_is_told(page, at) for at in lines]
        while told and not (told[-1] or signs[-1]):
            lines, signs, told = lines[:-1], signs[:-1], told[:-1]
        while told and not (told[0] or signs[0]) and page.measures[lines[0]].ends_sentence:
            lines, signs, told = lines[1:], signs[1:], told[1:]
        if len(lines) > 1 and is_page_number(page, lines[1]) and _FOOT.search(page.blocks[lines[0]].text):
            told[0] = True
        if lines and all(sign or sure for sign, sure in zip(signs, told, strict=True)):
            yield Break(lines, signs, any(told))


def _is_told(page: Page, index: int) -> bool:
    """Whether another rule knows a line as a page's."""
    return is_page_number(page, index) or is_stamp(page, index) or is_running_head(page, index)


@derived
def _short_runs(page: Page) -> list[list[int]]:
    """The runs of lines that are not written, one to a few together, between lines that are."""
    last = len(page.blocks) - 1
    return [
        run
        for run in runs_where(_is_short(m, block.text) for block, m in page)
        if len(run) <= TOGETHER and run[0] > 0 and run[-1] < last and not stands_below_colon(page, run[0])
    ]


def _is_short(m: Measures, text: str) -> bool:
    """Whether a line may stand where a page ends: it is short and no sentence, or ends on a figure."""
    if m.words > WORDS or len(text) > CHARS:
        return False
    if m.ends_sentence:
        return m.words <= WRITTEN and (m.digit_share > 0.08 or is_cut_name(text))
    # Marks of vowels part the words of Hindi.
    return m.words < WRITTEN or m.digit_share > 0.08 or (len(text) < NAME_CHARS * 5 and text.count(" ") < WRITTEN)


RULES = (page_break,)
