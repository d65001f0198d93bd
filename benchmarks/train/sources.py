"""The annotated sources that the block model learns from, each with what its gold can be trusted for.

A source's `parts` are what its annotator took or left by a habit of his own: blocks that are one of these stay out of
the fit, so that no habit but the first source's is learned.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documentation import main_text, written_pages
from cleaner.types import Kind

PACKAGE = 25  # pages of documentation that are learned from


@dataclass(frozen=True, slots=True)
class Source:
    """One set of pages in a folder of development data.

    `weight` is what one of its pages weighs in the fit. `masked` are kinds of blocks whose labels are not believed,
    `floor` the share of a gold's words that must stand in the page for it to be learned from.
    """

    name: str
    folder: str
    weight: float
    masked: frozenset[Kind] = frozenset()
    floor: float = 0.5


@dataclass(frozen=True, slots=True)
class Record:
    """One annotated page. `gold` is "" where there are only the snippets `must` and `must_not`."""

    source: str
    key: str
    kind: str
    url: str
    data: bytes
    gold: str
    contested: tuple[str, ...] = ()  # parts that an annotator may take or leave
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


_CAPTION = frozenset({Kind.CAPTION})
SOURCES: tuple[Source, ...] = (
    Source("wcxb", "wcxb-dev", 1.0, floor=0.0),
    Source("trafilatura", "trafilatura-half", 1.0, _CAPTION),
    Source("daniel", "more/daniel", 0.7, _CAPTION),
    Source("defuddle", "more/defuddle", 1.5),
    Source("fundus", "more/fundus", 1.5, _CAPTION),
    Source("harvest", "more/harvest", 2.0),
    Source("mozilla", "more/mozilla", 2.0, _CAPTION),
    Source("newspaper3k", "more/newspaper3k", 2.0, _CAPTION),
    Source("documentation", "documentation", 1.0),
)
SOURCE = {source.name: source for source in SOURCES}


def records(folders: Sequence[Path], source: Source) -> Iterator[Record]:
    """The pages of a source in order of their keys; none where no folder holds it."""
    for folder in folders:
        yield from _inside(folder / source.folder, source)


def _inside(inside: Path, source: Source) -> Iterator[Record]:
    if (inside / "ground-truth").is_dir():
        yield from _wcxb(inside, source.name)
    elif (inside / "annotations.json").is_file():
        yield from _snippets(inside, source.name)
    elif (inside / "gold.jsonl.gz").is_file():
        yield from _lines(inside, source.name)
    elif source.name == "documentation" and inside.is_dir():
        yield from _documentation(inside, source.name)


def _wcxb(folder: Path, name: str) -> Iterator[Record]:
    for path in sorted((folder / "ground-truth").glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        kind = ((record.get("_internal") or {}).get("page_type") or {}).get("primary") or "article"
        kind = {"category": "collection"}.get(kind, kind)
        gold = record["ground_truth"].get("main_content") or ""
        yield Record(name, path.stem, kind, record.get("url") or "", _page(folder, path.stem), gold)


def _snippets(folder: Path, name: str) -> Iterator[Record]:
    for key, note in sorted(json.loads((folder / "annotations.json").read_text("utf-8")).items()):
        must, must_not = tuple(note["with"]), tuple(note["without"])
        yield Record(name, key, "article", note["url"], _page(folder, key), "", (), must, must_not)


def _lines(folder: Path, name: str) -> Iterator[Record]:
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            note = json.loads(line)
            contested = (*(text for _, text in note.get("contested") or ()), note.get("title") or "")
            yield Record(
                name,
                note["id"],
                "forum" if note.get("kind") == "forum" else "article",
                note.get("url") or "",
                _page(folder, note["id"]),
                note.get("gold") or "",
                tuple(part for part in contested if part),
                tuple(note.get("must") or ()),
                tuple(note.get("mustnot") or ()),
            )


def _documentation(folder: Path, name: str) -> Iterator[Record]:
    """A package's pages, PACKAGE at most: its theme is the same on all of them."""
    for package in sorted(path for path in folder.iterdir() if path.is_dir()):
        pages = list(written_pages(package))
        for page in pages[:: max(1, len(pages) // PACKAGE)][:PACKAGE]:
            data = page.read_bytes()
            key = f"{package.name}/{page.relative_to(package).as_posix()}"
            url = f"https://{package.name}.example/{page.name}"
            yield Record(name, key, "documentation", url, data, main_text(data) or "")


def _page(folder: Path, key: str) -> bytes:
    return gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
