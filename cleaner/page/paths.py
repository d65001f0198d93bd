"""What the elements around a block say together, read once an element and not once a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from cleaner.types import Block, Element

T = TypeVar("T")


def inherit(blocks: Iterable[Block], outermost: T, extend: Callable[[T, Element], T]) -> Iterator[T]:
    """For each block what its elements say together, in block order.

    `extend` adds what one element says to what those around it say; `outermost` is what a block without elements has.
    """
    known: dict[int, T] = {}
    path: tuple[Element, ...] | None = None
    said = outermost
    for block in blocks:
        if block.path is not path:
            path = block.path
            said = outermost
            fresh = len(path)  # elements from here on are new
            while fresh:
                order = path[fresh - 1].order
                if order in known:
                    said = known[order]
                    break
                fresh -= 1
            for element in path[fresh:]:
                said = known[element.order] = extend(said, element)
        yield said
