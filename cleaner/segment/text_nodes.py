"""Characters of blocks found again among the text nodes of a page: for whoever shows the page itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

_NO_TEXT = frozenset({"script", "style", "template", "head", "noscript", "textarea", "select", "svg", "math"})


def letters_of(text: str) -> str:
    """The characters of a text without white space, in which pages and blocks differ."""
    return "".join(text.split())


class TextNodes:
    """The text nodes of a tree; `find` looks for blocks in reading order, `wrap` changes the tree. One object a page.

    `elements` are the tree's elements by the numbers that stand in the paths of blocks. Places count characters that
    are no white space.
    """

    def __init__(self, tree: LexborHTMLParser, elements: Mapping[int, LexborNode]) -> None:
        self._tree = tree
        self._nodes: list[LexborNode] = []
        self._within: dict[int, tuple[int, int]] = {}  # where an element's text begins and ends, by its `mem_id`
        self._places: list[tuple[int, int]] = []  # of each character: the number of its node, its index in that
        self._read()
        self._letters = "".join(letters_of(node.text_content or "") for node in self._nodes)
        self._of_element = {order: self._within.get(node.mem_id, (0, 0)) for order, node in elements.items()}
        self._at = 0
        self._marks: dict[int, dict[int, str]] = defaultdict(dict)  # by node: characters with what is said of them

    def find(self, text: str, around: Sequence[int]) -> int | None:
        """Where a block's text begins behind the last one found, in the innermost known element `around` it."""
        words = letters_of(text)
        first, last = next((self._of_element[one] for one in reversed(around) if one in self._of_element), (0, 0))
        found = self._letters.find(words, max(self._at, first), last) if words else -1
        if found < 0:
            return None
        self._at = found + len(words)
        return found

    def mark(self, place: int, size: int, words: str) -> None:
        """Remember these words for so many characters from a place on."""
        for number, index in self._places[place : place + size]:
            self._marks[number][index] = words

    def wrap(self, name: str) -> None:
        """Put what was marked into elements of this class, with what was said of it as their titles."""
        for number, marked in self._marks.items():
            self._wrap(self._nodes[number], marked, name)

    def _read(self) -> None:
        """Visit every node once, in document order; pages may nest deeper than calls may."""
        node = self._tree.root
        while node is not None:
            if node.is_text_node:
                text = node.text_content or ""
                self._places += [(len(self._nodes), at) for at, one in enumerate(text) if not one.isspace()]
                self._nodes.append(node)
            self._within[node.mem_id] = len(self._places), len(self._places)
            if node.first_child is not None and node.tag not in _NO_TEXT:
                node = node.first_child
                continue
            while node is not None and node.next is None:
                node = node.parent
                if node is not None and node.mem_id in self._within:
                    self._within[node.mem_id] = self._within[node.mem_id][0], len(self._places)
            node = node.next if node is not None else None

    def _wrap(self, node: LexborNode, marked: Mapping[int, str], name: str) -> None:
        text, at = node.text_content or "", 0
        for start, end in _runs(text, marked):
            element = self._tree.create_node("span")
            element.attrs["class"] = name
            element.attrs["title"] = marked[start]
            element.insert_child(text[start:end])
            if text[at:start]:
                node.insert_before(text[at:start])
            node.insert_before(element)
            at = end
        if text[at:]:
            node.insert_before(text[at:])
        node.remove()


def _runs(text: str, marked: Mapping[int, str]) -> list[tuple[int, int]]:
    """The marked characters of a node in runs of one title, with the white space between them."""
    runs: list[tuple[int, int]] = []
    for at in sorted(marked):
        if runs and not text[runs[-1][1] : at].strip() and marked[at] == marked[runs[-1][0]]:
            runs[-1] = runs[-1][0], at + 1
        else:
            runs.append((at, at + 1))
    return runs
