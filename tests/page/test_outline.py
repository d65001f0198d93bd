"""What the elements around a block say is read once an element, and in the order from the outermost."""

from __future__ import annotations

from cleaner import Settings, clean_html, clean_text
from cleaner.page.outline import hidden_of, inherit, names_of, outline
from cleaner.page.page import Page, build_page
from cleaner.types import Element, Mode

PAGE = (
    "<div id=top><section class=news-list><p>One.</p><ul><li>Two.</li><li>Three.</li></ul></section><p>Four.</p></div>"
    "<p>Five.</p>"
)


def page_of(markup: str) -> Page:
    """The page that markup makes."""
    return build_page(clean_html(markup, settings=Settings(model=False)).document, Mode.HTML)


def test_each_element_is_asked_once_and_after_those_around_it() -> None:
    """Every block has the tags of its own path, outermost first, and no element is asked twice."""
    page = page_of(PAGE)
    asked: list[int] = []

    def extend(around: tuple[str, ...], element: Element) -> tuple[str, ...]:
        asked.append(element.order)
        return (*around, element.tag)

    outermost: tuple[str, ...] = ()
    tags = {element.tag for block in page.blocks for element in block.path}
    assert inherit(page, outermost, extend, tags=tags) == [
        tuple(element.tag for element in block.path) for block in page.blocks
    ]
    assert len(asked) == len(set(asked))
    assert asked


def test_a_block_without_elements_has_what_stands_outside_of_all() -> None:
    """Text mode: no paths."""
    page = build_page(clean_text("One line.\nAnother line.").document, Mode.TEXT)
    assert page.blocks
    assert set(inherit(page, "nothing", lambda _, element: element.tag, tags={"p"})) == {"nothing"}
    assert names_of(page) == frozenset()


def test_the_names_of_a_page_are_those_of_all_its_elements() -> None:
    """Whole names and their words."""
    assert names_of(page_of(PAGE)) == {"top", "news-list", "news", "list"}


def test_an_element_without_elements_has_no_children() -> None:
    """And may be asked for them as any other."""
    tree = outline(page_of(PAGE))
    assert [[tree.nodes[child].parent for child in children] for children in tree.children] == [
        [place] * len(children) for place, children in enumerate(tree.children)
    ]
    assert len(tree.children) == len(tree.nodes)
    assert not tree.children[tree.inner[0]]


def test_only_elements_with_a_name_or_a_tag_that_is_asked_for_are_asked() -> None:
    """What the others hold has what stands around it."""
    page = page_of(PAGE)
    asked: list[str] = []

    def extend(around: str, element: Element) -> str:
        asked.append(element.tag)
        return element.tag

    assert inherit(page, "", extend, names={"news"}, tags={"li"}) == ["section", "li", "li", "", ""]
    assert asked == ["section", "li", "li"]
    assert inherit(page, "", extend, names=set()) == [""] * 5


def test_a_block_is_hidden_by_the_innermost_hidden_element() -> None:
    """As the block itself says."""
    page = page_of("<div hidden><p>One.</p><p style='display:none'>Two.</p></div><p>Three.</p>")
    assert hidden_of(page) == [block.hidden for block in page.blocks] == ["hidden attribute", "display:none", ""]
    assert hidden_of(page_of(PAGE)) == [""] * 5
