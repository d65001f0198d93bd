"""What the readers of bytes, texts and heads make of an input: `inputs/*.txt` hold each with its outcome, reviewed.

A file is named after the reader in READERS. A case is a line `=== name`, the input as Python writes it (`⟪x*200000⟫`
stands for so many x), a line `---`, and the outcome. After a change that is meant, `python -m
tests.segment.test_inputs` writes what comes now: read the diff.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.measure import fold, read
from cleaner.page import shape
from cleaner.page.body import body_of, is_sentence, link_lists
from cleaner.page.broken import broken_paragraphs, broken_sentences
from cleaner.page.kind import signs_of
from cleaner.page.language import contradicting_language, guess_language
from cleaner.page.outline import wrappers_of
from cleaner.page.page import Page, build_page
from cleaner.page.threads import comment_elements, named_threads
from cleaner.segment import html
from cleaner.segment.budget import inspect, repair
from cleaner.segment.decode import decode
from cleaner.segment.decoded import decode_block
from cleaner.segment.detect import detect, escape_encoding
from cleaner.segment.embedded import embedded_blocks
from cleaner.segment.head import read_head
from cleaner.segment.mojibake import decode_twice
from cleaner.segment.self_closed import expand_self_closed
from cleaner.segment.sniff import sniff
from cleaner.segment.strip import strip_tags
from cleaner.segment.text import segment, source_spans
from cleaner.segment.tidy import census, tidy
from cleaner.settings import Limits
from cleaner.types import Block, Kind, Mode

FOLDER = Path(__file__).with_name("inputs")
CASE = re.compile(r"^=== ([^\n]*)\n([^\n]*)\n---\n(.*?)(?=^===|\Z)", re.MULTILINE | re.DOTALL)
SMALL = Limits(depth=5, tags=12, attributes=3, attribute_chars=20, parse_chars=400)
WORD = re.compile(r"\S+")
RUN = re.compile(r"⟪(.)\*(\d+)⟫")  # so many of one character, in an input


def of_bytes(data: bytes | tuple[bytes, str]) -> Iterator[object]:
    """What it is, its text, how it was decoded."""
    raw, declared = data if isinstance(data, tuple) else (data, None)
    text, encoding, warnings = decode(raw, declared=declared)
    yield sniff(raw).value
    yield text if len(text) < 200 else (len(text), text[:60], text[-60:])
    yield (encoding.name, encoding.source, encoding.confidence, encoding.replaced, *warnings)


def of_kind(data: bytes | str) -> Iterator[object]:
    """What it is, and for bytes what escapes and statistics say."""
    yield sniff(data).value
    if isinstance(data, bytes):
        yield escape_encoding(data), detect(data)


def of_text(text: str) -> Iterator[object]:
    """Each block with its place and, where its text is not the source's own, each word with the source's."""
    document, whole = segment(text, 40)
    for block in document.blocks:
        assert block.start is not None
        own = text[block.start : block.end]
        yield block.kind.value, block.level, (block.start, block.end), block.text
        if own != block.text:
            spans = [found.span() for found in WORD.finditer(block.text)]
            yield [text[a:b] for a, b in source_spans(text, block, spans)]
    if not whole:
        yield "the rest in lumps"


def of_characters(text: str) -> Iterator[object]:
    """Tidied, with what that took; folded; encoded once."""
    yield tidy(text)
    yield census(text).warnings()
    yield fold(text), decode_twice(text)


def of_markup(markup: str) -> Iterator[object]:
    """Its text without a parser, and with the elements ended that close themselves."""
    yield strip_tags(markup)
    if expand_self_closed(markup) != markup:
        yield expand_self_closed(markup)


def of_budget(markup: str) -> Iterator[object]:
    """Its sizes against small limits, and what is put right."""
    budget = inspect(markup, SMALL)
    yield budget.over, budget.repairs
    repaired, warnings = repair(markup, SMALL)
    if warnings:
        yield repaired[:300], warnings


def of_data(markup: str) -> Iterator[object]:
    """The paragraphs that a page carries as data."""
    yield from embedded_blocks(html.parse(markup))


def of_head(markup: str) -> Iterator[object]:
    """What a page's head says."""
    head = read_head(html.parse(markup))
    yield head.title, dict(head.meta), dict(head.props), dict(head.links), head.feeds, head.language
    yield [dict(node) for node in head.graph.nodes]


def of_line(line: tuple[str, str] | str) -> Iterator[object]:
    """A line of a text as a reader reads it, with each word's place in it."""
    text, kind = line if isinstance(line, tuple) else (line, "line")
    found = decode_block(Block(0, text, Kind(kind)))
    if found is not None:
        yield found.block.text, [text[slice(*found.span(*word.span()))] for word in WORD.finditer(found.block.text)]


def of_language(given: tuple[str, str]) -> Iterator[object]:
    """The language of a text, and whether that is surely another than the declared one."""
    declared, text = given
    texts = [(one, read(one)) for one in text.split("\n")]
    yield guess_language(texts), contradicting_language(declared, texts)


def of_shape(text: str) -> Iterator[object]:
    """Shapes of a text's lines, where its prose lies, and whether it is a list."""
    page = build_page(segment(text)[0], Mode.TEXT, source=text)
    for block, m in page:
        names = [
            name
            for name, holds in (
                ("headline", shape.headline_like(block.text, m.words)),
                ("name", shape.name_like(block.text)),
                ("list", shape.list_like(block.text, m.words)),
                ("open", shape.ends_open(block.text)),
                ("sentence", is_sentence(m)),
                ("prose", m.prose),
            )
            if holds
        ]
        yield block.text[:30], shape.line_key(m.folded)[:30], round(shape.capitalised_share(block.text), 2), names
    yield shape.extent(page), shape.last_written(page), shape.is_list(page), list(shape.lines_without_numbers(page))
    yield broken_sentences(page), broken_paragraphs(page), page.language


def of_page(given: tuple[str, str] | str) -> Iterator[object]:
    """A page's body, lists of links, threads, signs of its kind, wrappers and language."""
    markup, url = given if isinstance(given, tuple) else (given, None)
    document = html.segment(html.parse(markup), markup)
    page: Page = build_page(document, Mode.HTML, url=url, source=markup)
    body = body_of(page)
    yield body and (body.first, body.end, round(body.share, 2)), [(r.start, r.stop) for r in link_lists(page)]
    yield [node.element.order for node in named_threads(page)], [node.element.order for node in comment_elements(page)]
    yield sorted(signs_of(page))
    yield sorted(wrappers_of(page)), page.language


READERS: dict[str, Callable[[Any], Iterator[object]]] = {
    "budget": of_budget,
    "bytes": of_bytes,
    "characters": of_characters,
    "data": of_data,
    "head": of_head,
    "kinds": of_kind,
    "language": of_language,
    "lines": of_line,
    "markup": of_markup,
    "pages": of_page,
    "shapes": of_shape,
    "texts": of_text,
}


def describe(reader: str, given: str) -> str:
    """What comes of an input, a line for each thing said."""
    whole = RUN.sub(lambda run: run[1] * int(run[2]), given)
    return "\n".join(map(repr, READERS[reader](literal_eval(whole))))


def cases() -> Iterator[tuple[str, str, str, str]]:
    """Reader, name, input and expected description of each case."""
    for file in sorted(FOLDER.glob("*.txt")):
        for name, given, expected in CASE.findall(file.read_text("utf-8")):
            yield file.stem, name, given, expected.strip("\n")


@pytest.mark.parametrize(
    ("reader", "name", "given", "expected"), [pytest.param(*c, id=f"{c[0]}: {c[1]}") for c in cases()]
)
def test_an_input_is_read_as_reviewed(reader: str, name: str, given: str, expected: str) -> None:
    """What comes of it is what was read and found right."""
    assert expected == describe(reader, given), name


def write() -> None:
    """Put what comes now into the files."""
    for file in FOLDER.glob("*.txt"):

        def renew(found: re.Match[str], reader: str = file.stem) -> str:
            return f"=== {found[1]}\n{found[2]}\n---\n{describe(reader, found[2])}\n\n"

        file.write_text(CASE.sub(renew, file.read_text("utf-8")).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    write()
