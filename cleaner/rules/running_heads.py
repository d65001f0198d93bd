"""Running heads: the name of a paper or book with its issue, date or page, which layout sets over each page (MRK)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.page.page import Page, derived
from cleaner.rules.head_fields import Head, is_publication, read_heads
from cleaner.rules.page_numbers import is_page_number
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Category

TOGETHER = 2  # lines of a foot and a head that stand together
MOST = 8  # lines that may be running heads; more are a list
FEW = 4  # bare numbers in a text whose numbers may be those of pages
WRITTEN = 12  # words of a line that is written, however it ends
TWICE = 2  # a head that stands so often, with the same words
LOWEST = 2  # the lowest page that has a running head: the first has none
_NUMBER = re.compile(r"\d{1,4}")


@rule(
    "MRK008",
    "running-head",
    Category.LONE_MARK,
    -3.2,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nHarbour Weekly | Page 18\n{TUESDAY}", on=("Harbour Weekly",)),
        Example(f"{MONDAY}\nQUAYS & BOATS / SPRING 2019 / 41\n{TUESDAY}", on=("QUAYS",)),
        Example(f"{MONDAY}\nLes Cahiers du Port — vol. 7, n° 2\n{TUESDAY}\np. 31\n{MAYOR}", on=("Les Cahiers",)),
        Example(f"{MONDAY}\nHafen & Zeit 4/2025\n{TUESDAY}\n23\n{MAYOR}", on=("Hafen", "23")),
        Example(f"{MONDAY}\nHistorisch Jaarboek Havenstad\n{TUESDAY}\nblz. 6\n{MAYOR}", on=("Historisch",)),
        Example(f"{MONDAY}\nHoja Local, otoño 2026\n{TUESDAY}\nHoja Local, otoño 2026\n{MAYOR}", on=("Hoja",)),
        Example(f"{MONDAY}\nTHE QUAY COURIER 3\n{TUESDAY}\nTHE QUAY COURIER 4\n{MAYOR}", on=("THE QUAY",)),
        Example(f"{MONDAY}\nR. HALE ET AL.\n117\n{TUESDAY}", on=("R. HALE", "117")),
        Example(f"{MONDAY}\n日本住環境学会論文集　第四十二巻\n{TUESDAY}\n- 58 -\n{MAYOR}", on=("日本",)),
    ),
    silent=(
        Example(f"{MONDAY}\nHafen & Zeit 4/2025\n{TUESDAY}"),
        Example(f"{MONDAY}\nThe Times, p. 12\n{TUESDAY}"),
        Example(f"{MONDAY}\nThe Harbour Journal\n{TUESDAY}"),
        Example(f"Journal of Quays 12 (2024)\nAnnals of the Port 3 (2019)\nTide Letters 7/2021\n{MONDAY}\np. 4"),
        Example(f"{MONDAY}\nSpring 2019\n{TUESDAY}\nAutumn 2019\n{MAYOR}"),
        Example(f"{MONDAY}\n12\n{TUESDAY}\n13\n{MAYOR}"),
        Example(f"{MONDAY}\n12/09/2025 | Harbour Post\n{TUESDAY}\n11/12/2025 | Harbour Post\n{MAYOR}\n7"),
        Example(f"{MONDAY}\nReview First Draft\n{TUESDAY}\n3\n{MAYOR}"),
        Example(f"{MONDAY}\nRovers 3\n{TUESDAY}\nRovers 4\n{MAYOR}"),
        Example(f"{MONDAY}\nVolume 4: The Tide\n{TUESDAY}\nPage 4\n{MAYOR}"),
    ),
)  # fmt: skip
def running_head(page: Page) -> Iterator[Finding]:
    """Finds the name of a paper or book with its issue, date or page between sentences, and bare numbers of its pages.

    Why: it stood over or under each page of what was printed. A name with an issue alone may be a source: another
    sign of pages must stand in the text, a page's number or the same head again.
    Example: `Les Cahiers du Port — vol. 7, n° 2` where `p. 31` stands further down
    Source: own observation on texts taken from PDF files and scans
    """
    found, bare = _found(page)
    for index in found:
        yield Finding(index, f"a running head: '{page.blocks[index].text[:40]}'")
    if found and all(0 < int(page.blocks[b].text) - int(page.blocks[a].text) <= TWICE for a, b in pairwise(bare)):
        for index in bare:
            yield Finding(index, "the number of a page in a text with running heads")


def is_running_head(page: Page, index: int) -> bool:
    """Whether a line is a running head by its words and place alone."""
    return index in _found(page)[0]


@derived
def _found(page: Page) -> tuple[list[int], list[int]]:
    """The running heads of a text, and the bare numbers between sentences that may be of their pages."""
    heads = [index for index, head in enumerate(read_heads(page)) if head is not None]
    if not heads or len(heads) > MOST:  # many are a list of sources
        return [], []
    bare = [i for i, b in enumerate(page.blocks) if _NUMBER.fullmatch(b.text) and int(b.text) >= LOWEST]
    bare = bare if len(bare) <= FEW else []
    between = _between(page, frozenset((*heads, *bare)))
    told = {index: head for index in heads if (head := read_heads(page)[index]) is not None and index in between}
    bare = [index for index in bare if index in between]
    pages = [index for index in range(len(page.blocks)) if is_page_number(page, index)]
    found = [index for index, head in told.items() if _is_sure(head)]
    found += [i for i, head in told.items() if i not in found and _is_beside(head, i, pages, bare)]
    found += [i for i, head in told.items() if not head.name and i not in found and _near(i, [*found, *bare, *pages])]
    found += [index for index in _repeated(page, told) if index not in found]
    return found, bare


def _is_sure(head: Head) -> bool:
    """Whether a line between sentences is a running head whatever else the text holds."""
    if head.ranged or (head.is_of_authors and head.page):
        return True
    if not head.name:
        return head.paged and head.dated
    if head.page and not head.paged:
        return head.parted and (head.issued or head.dated)
    return head.paged and (head.parted or head.issued)


def _is_beside(head: Head, index: int, pages: Sequence[int], bare: Sequence[int]) -> bool:
    """Whether a name is a running head where the text holds numbers of pages: anywhere, or right beside it."""
    if not head.name:
        return False
    if head.issued:
        return bool(pages or bare)
    near = _near(index, bare)
    if head.dated:
        return _near(index, pages) or (bool(pages) and head.parted) or (near and is_publication(head.name))
    return not head.page and (bool(pages) or (head.is_of_authors and bool(bare)))


def _repeated(page: Page, told: dict[int, Head]) -> list[int]:
    """The heads that stand twice or more with the same name and the same issue, or with pages that rise."""
    by_name: dict[str, list[int]] = {}
    for index, head in told.items():
        if head.issued or head.dated or (head.page and is_publication(head.name)):
            by_name.setdefault(f"{head.name} {page.measures[index].folded if not head.page else ''}", []).append(index)
    found: list[int] = []
    for places in by_name.values():
        rise = all(0 <= told[b].page - told[a].page <= TWICE for a, b in pairwise(places))
        if len(places) >= TWICE and rise:
            found += places
    return found


def _near(index: int, others: Sequence[int]) -> bool:
    return index - 1 in others or index + 1 in others


def _between(page: Page, places: frozenset[int]) -> set[int]:
    """The lines among these that stand between written lines, others of them and numbers of pages aside."""
    found = set()
    for index in places:
        sides = []
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(page.blocks) and abs(at - index) <= TOGETHER and (at in places or _is_number(page, at)):
                at += step
            sides.append(at >= len(page.blocks) or (at >= 0 and at not in places and _is_written(page, at)))
        if all(sides):
            found.add(index)
    return found


def _is_written(page: Page, index: int) -> bool:
    return page.measures[index].ends_sentence or page.measures[index].words >= WRITTEN


def _is_number(page: Page, index: int) -> bool:
    return is_page_number(page, index) or _NUMBER.fullmatch(page.blocks[index].text) is not None


RULES = (running_head,)
