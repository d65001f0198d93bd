"""What the segmenter makes of markup, snippet by snippet: `markup/*.txt` hold each with its blocks and media, reviewed.

A case is a line `=== name`, the markup, a line `---`, and what comes of it. After a change that is meant,
`python -m tests.segment.test_markup` writes what comes now; read the diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.segment.html import parse, segment
from cleaner.types import Block, Element, Medium

FOLDER = Path(__file__).with_name("markup")
CASE = re.compile(r"^=== ([^\n]*)\n(.*?)^---\n(.*?)(?=^===|\Z)", re.MULTILINE | re.DOTALL)


def cases() -> Iterator[tuple[str, str, str]]:
    """Name, markup and expected description of each case."""
    for file in sorted(FOLDER.glob("*.txt")):
        for name, markup, expected in CASE.findall(file.read_text("utf-8")):
            yield f"{file.stem}: {name}", markup.removesuffix("\n"), expected.strip("\n")


def describe(markup: str) -> str:
    """The blocks and media of a page, a line each."""
    document = segment(parse(markup), markup)
    lines = [describe_block(block) for block in document.blocks]
    lines += [describe_medium(medium) for medium in document.media]
    return "\n".join([f"base {document.base}"] * bool(document.base) + lines)


def describe_block(block: Block) -> str:
    """Kind and place, text, and what is said of its characters."""
    kind = f"{block.kind.value}{block.level or ''}{' ordered' if block.ordered else ''}"
    facts = [f"<{describe_path(block.path)}>", repr(block.text)]
    facts += [f"links={block.link_chars}"] * bool(block.link_chars)
    facts += [f"language={block.language}"] * bool(block.language)
    facts += [f"group={block.group}"] * (block.group is not None)
    for mark in block.marks:
        more = " ".join(repr(one) for one in (mark.value, mark.title) if one)
        facts.append(f"{mark.kind.value}[{block.text[mark.start : mark.end]}]{more and f'({more})'}")
    for cell in block.cells:
        spans = f"{'th' if cell.header else 'td'}{cell.columns}x{cell.rows}"
        facts.append(f"{spans}[{block.text[cell.start : cell.end]}]")
    return f"{kind} {' '.join(facts)}"


def describe_medium(medium: Medium) -> str:
    """Kind, place and addresses."""
    named = [f"{key}={getattr(medium, key)!r}" for key in ("address", "alt", "title", "link") if getattr(medium, key)]
    return f"{medium.kind.value} before {medium.before} <{describe_path(medium.path)}> {' '.join(named)}".rstrip()


def describe_path(path: tuple[Element, ...]) -> str:
    """The elements from the body on, with their words, numbers and why they are not seen."""
    return " ".join(map(describe_element, path[1:]))


def describe_element(element: Element) -> str:
    """Tag, order, words, number, and why a reader does not see it."""
    words = "".join(f".{token}" for token in element.tokens)
    number = "" if element.number is None else f" #{element.number}"
    return f"{element.tag}{element.order}{words}{number}{f' hidden: {element.hidden}' if element.hidden else ''}"


@pytest.mark.parametrize(("name", "markup", "expected"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_markup_gives_its_reviewed_blocks(name: str, markup: str, expected: str) -> None:
    """Kinds, texts, marks, cells, elements and media are those that were read and found right."""
    assert expected == describe(markup), name


def write() -> None:
    """Put what comes now into the files."""

    def renew(found: re.Match[str]) -> str:
        return f"=== {found[1]}\n{found[2]}---\n{describe(found[2].removesuffix(chr(10)))}\n\n"

    for file in FOLDER.glob("*.txt"):
        file.write_text(CASE.sub(renew, file.read_text("utf-8")).rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    write()
