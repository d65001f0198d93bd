"""What the elements around a block say is read once an element, and in the order from the outermost."""

from __future__ import annotations

from cleaner import Settings, clean_html, clean_text
from cleaner.page.paths import inherit
from cleaner.types import Element

PAGE = "<div><section><p>One.</p><ul><li>Two.</li><li>Three.</li></ul></section><p>Four.</p></div><p>Five.</p>"


def test_each_element_is_asked_once_and_after_those_around_it() -> None:
    """Every block has the tags of its own path, outermost first, and no element is asked twice."""
    blocks = clean_html(PAGE, settings=Settings(model=False)).document.blocks
    asked: list[int] = []

    def extend(around: tuple[str, ...], element: Element) -> tuple[str, ...]:
        asked.append(element.order)
        return (*around, element.tag)

    outermost: tuple[str, ...] = ()
    said = list(inherit(blocks, outermost, extend))
    assert said == [tuple(element.tag for element in block.path) for block in blocks]
    assert len(asked) == len(set(asked))
    assert asked


def test_a_block_without_elements_has_what_stands_outside_of_all() -> None:
    """Text mode: no paths."""
    result = clean_text("One line.\nAnother line.")
    assert result.document.blocks
    assert set(inherit(result.document.blocks, "nothing", lambda _, element: element.tag)) == {"nothing"}
