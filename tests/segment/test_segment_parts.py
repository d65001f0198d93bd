"""What each small function of the segmenter makes of inputs on both sides of everything it decides by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborNode
from tables import groups, outcomes

from cleaner.segment import code, css, formulas, inline, linked_data, media
from cleaner.segment.angles import angles, may_have_heavy_tag
from cleaner.segment.frames import token_words
from cleaner.segment.html import parse
from cleaner.segment.kinds import integer
from cleaner.segment.scan import tokens
from cleaner.segment.signs import signs_of
from cleaner.segment.tables import holds_data

FOLDER = Path(__file__).with_name("parts")
Attributes = dict[str, str | None]


def first(markup: str) -> LexborNode:
    """The element with the id `x`, or else the first in the body."""
    tree = parse(markup)
    found = tree.css_first("#x") or tree.css_first("body > *")
    assert found is not None, markup
    return found


def of_code(markup: str) -> object:
    """Whether an element shows code, and that: text, language, characters in links."""
    node = first(markup)
    found = code.read_code(node)
    return code.shows_code(node, node.attributes), found and tuple(found)


def of_formula(markup: str) -> object:
    """What each reader of formulas makes of an element, and what stands beside it."""
    node = first(markup)
    attributes = node.attributes
    found: dict[str, object] = {
        "attributes": formulas.from_attributes(attributes),
        "script": formulas.from_script(node, attributes),
        "image": formulas.from_image(attributes),
        "math": formulas.from_math(node, attributes) if node.tag == "math" else None,
        "drawn": formulas.is_drawn(attributes),
    }
    beside = formulas.source_beside(node)
    told = {key: tuple(one) if isinstance(one, formulas.Formula) else one for key, one in found.items() if one}
    return told | ({"beside": beside.tag} if beside is not None else {})


def of_image(markup: str) -> object:
    """Its address, whether it is furniture, what is shown, and what an embed shows."""
    node = first(markup)
    attributes = node.attributes
    address = media.address_of(node, attributes)
    image, embed = media.read_image(node, attributes), media.read_embed(node, attributes)
    return address, media.is_furniture(attributes, address), image and tuple(image), embed and tuple(embed)


def of_words(markup: str) -> object:
    """Whether an image's words are read, in a block that has begun and in one that has not."""
    node = first(markup)
    alt = node.attributes.get("alt") or ""
    return media.reads_as_text(node, alt, begun=True), media.reads_as_text(node, alt, begun=False)


def of_seam(given: tuple[str, Attributes, str, Attributes]) -> object:
    """What two touching elements are to one another."""
    return inline.seam_between(*given).value


def of_space(given: tuple[str, str]) -> object:
    """The seams at which two texts get a space between them."""
    return [seam.value for seam in inline.Seam if inline.space_at_seam(*given, seam)]


def of_raised(given: tuple[str, str]) -> object:
    """A raised text behind another: as power, lowered, as a note; whether it may be one."""
    text, before = given
    return (
        inline.superscript_text(text, before),
        inline.subscript_text(text, before),
        inline.note_text(text),
        inline.is_note_mark(text),
        bool(before) and inline.is_note_place(before),
    )


def of_note(attributes: Attributes) -> object:
    """Whether a link leads to a note, and whether an element is named as one."""
    return inline.is_note_link(attributes), inline.names_note(attributes)


def of_sheet(markup: str) -> object:
    """The names that the page's style sheets hide."""
    return dict(css.hiding(parse(markup)).names)


def of_tags(markup: str) -> object:
    """The tags as the tokenizer sees them, and what the bytes alone tell: tags, depth, cells, references."""
    page = angles(markup)
    return (
        [(markup[before:start], markup[start:at], tag, markup[a:b]) for before, start, at, tag, a, b in tokens(markup)],
        (page.opening, page.depth, page.cells, page.references),
        [may_have_heavy_tag(page, 10, attributes, chars) for attributes, chars in ((1, 1_000), (1_000, 5))],
    )


def of_linked_data(blocks: Sequence[str]) -> object:
    """The nodes of blocks of JSON-LD with their kinds and ranks, and which of them is the page's."""
    graph = linked_data.read(blocks)
    main = linked_data.main_node(graph, ["The Quay!"], ["https://a.example/x/"])
    nodes = [(linked_data.text_of(node.get("name")), [*linked_data.kinds(node)], linked_data.rank(node))
             for node in graph.nodes]  # fmt: skip
    return nodes, sorted(graph.by_id), main and main.get("name")


def of_value(value: object) -> object:
    """The text in a value of JSON-LD, and the names in it."""
    graph = linked_data.read(['{"@id": "#a", "name": "Ann Lee"}'])
    return linked_data.text_of(value), linked_data.names_of(value, graph)


def of_signs(markup: str) -> object:
    """How many elements are code, headings, set apart; whether there are formulas, and text escaped twice."""
    signs = signs_of(parse(markup), markup)
    return len(signs.code), len(signs.headings), len(signs.apart), signs.formulas, signs.escaped, signs.any


READERS: dict[str, Callable[[Any], object]] = {
    "code": of_code,
    "declarations": css.style_hiding,
    "formulas": of_formula,
    "hiding": css.inline_hiding,
    "images": of_image,
    "integers": integer,
    "linked_data": of_linked_data,
    "names": token_words,
    "notes": of_note,
    "raised": of_raised,
    "seams": of_seam,
    "sheets": of_sheet,
    "signs": of_signs,
    "spaces": of_space,
    "tables": lambda markup: holds_data(first(markup)),
    "tags": of_tags,
    "values": of_value,
    "words": of_words,
}


@pytest.mark.parametrize(("file", "name", "lines"), groups(FOLDER))
def test_every_input_of_a_group_is_read_as_reviewed(file: str, name: str, lines: list[str]) -> None:
    """On both sides of each limit, of each name and of each character that counts."""
    assert lines == outcomes(FOLDER, READERS, file, lines), name
