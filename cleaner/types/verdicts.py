"""What rules say of blocks, and what is decided on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cleaner.types.words import Category


class Later:
    """Evidence that is put into words when somebody reads it: what `say` says of a block."""

    __slots__ = ("_block", "_say")

    def __init__(self, say: Callable[[int], str], block: int) -> None:
        self._say = say
        self._block = block

    def __str__(self) -> str:
        return self._say(self._block)

    def __repr__(self) -> str:
        return repr(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later | str) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class Written(NamedTuple):
    """A verdict's span in a block as it is written, for what nobody sees who reads it: tags around its words."""

    start: int
    end: int


class Verdict(NamedTuple):
    """One rule's evidence. `block` is None for evidence about the whole page.

    `span` limits it to these characters of the block's text. A `final` verdict outranks every sum;
    among finals, keeping outranks cutting. Verdicts of one `group` share evidence: they are capped together and count
    as one witness.
    """

    block: int | None
    rule: str
    category: Category
    weight: float
    told: str | Later
    span: tuple[int, int] | None = None
    final: bool = False
    group: str = ""

    @property
    def evidence(self) -> str:
        """What the rule saw, in words."""
        return str(self.told)


def strongest(verdicts: Iterable[Verdict], sign: float) -> Verdict | None:
    """Of the verdicts on the side of `sign` the one that tells a reader most, or None where no rule spoke for it.

    Certain ones go first, then those that name the kind of thing and do not only say "boilerplate", then the strong.
    """
    best: Verdict | None = None
    boilerplate = Category.BOILERPLATE
    told = False, False, 0.0
    for verdict in verdicts:
        weight = verdict.weight * sign
        if weight > 0:
            tells = verdict.final, verdict.category is not boilerplate, weight
            if best is None or tells > told:
                best, told = verdict, tells
    return best


class Decision(NamedTuple):
    """What was decided on one block. `cut` holds character spans of its text; empty: kept whole."""

    block: int
    cut: tuple[tuple[int, int], ...]
    score: float
    verdicts: tuple[Verdict, ...]

    @property
    def because(self) -> Verdict | None:
        """The strongest verdict on the winning side, or None where no rule spoke for it."""
        return strongest(self.verdicts, -1.0 if self.cut else 1.0)
