"""Members of `Kind` and `MarkKind` as globals, for what is asked of every block, element and mark.

Python 3.11 takes 130 ns to read a member off its class (the type of enums has a `__getattr__`) and 7 ns to read a
global; a page asks ten thousand times.
"""

from __future__ import annotations

from typing import Final

from cleaner.types.words import Kind, MarkKind

CAPTION: Final = Kind.CAPTION
CELL: Final = Kind.CELL
HEADING: Final = Kind.HEADING
ITEM: Final = Kind.ITEM
LINE: Final = Kind.LINE
PARAGRAPH: Final = Kind.PARAGRAPH
PRE: Final = Kind.PRE
QUOTE: Final = Kind.QUOTE

BREAK: Final = MarkKind.BREAK
CODE: Final = MarkKind.CODE
EMPHASIS: Final = MarkKind.EMPHASIS
LINK: Final = MarkKind.LINK
STRONG: Final = MarkKind.STRONG

CELL_OR_HEADING: Final = frozenset((CELL, HEADING))
CELL_OR_ITEM: Final = frozenset((CELL, ITEM))
CELL_OR_PRE: Final = frozenset((CELL, PRE))
