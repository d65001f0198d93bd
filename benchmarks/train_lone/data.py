"""What the model of lone lines is fitted on.

`made` are the texts of data/texts.jsonl.xz: articles in forty languages that several writers invented, each set by
somebody who had not seen the program, with lines of residue of 21 kinds, and texts of many genres without any; each
tells what must stay. `bodies` are gold bodies of pages, of which nothing may go. `single_lines` are lines without a
text: data/lines.tsv.xz, the phrase packs and the rules' own examples.
"""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from benchmarks import intact
from cleaner import pipeline
from cleaner.decide import weights_for
from cleaner.model.lines.model import LineOdds, shipped_line_model
from cleaner.page.page import build_page
from cleaner.rules.packs import shipped_packs
from cleaner.segment.text import segment
from cleaner.types import Mode, Stage
from cleaner.voters.catalogue import all_rules

DATA = Path(__file__).parent / "data"
BODIES = ("bodies 0", "bodies 1")
RESIDUE, BODY, UNKNOWN = 1, 0, -1
PLACES = 8  # lines of the text in which a single line is thought to stand
_COPIES = ("RPT", "SPN", "PHR")  # families whose examples hold residue that is no line


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it is read: of which set, what of it must stay and which lines are residue."""

    group: str
    id: str
    kind: str
    language: str
    text: str
    expected: str
    residue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the model sees it, its lines judged by all rules of the LOCAL stage."""

    source: Source
    lines: tuple[str, ...]
    label: NDArray[np.int8]
    judged: LineOdds
    taken: tuple[bool, ...]

    @property
    def is_body(self) -> bool:
        """Whether it is a body of a page."""
        return self.source.group in BODIES


@dataclass(frozen=True, slots=True)
class Line:
    """A line of which it is known whether it is residue, and where it stands in its text."""

    group: str
    text: str
    at: int
    lines: int
    is_residue: bool


def made() -> Iterator[Source]:
    """The texts that were written for the model."""
    for row in _unpacked("texts.jsonl.xz"):
        x: dict[str, Any] = json.loads(row)
        yield Source(x["set"], x["id"], x["kind"], x["language"], x["text"], x["expected"], tuple(x["residue"]))


def bodies() -> Iterator[Source]:
    """Every second gold body of the sets in `../shared`, in two groups."""
    for number, one in enumerate(intact.gold()):
        if number % 2:
            yield Source(BODIES[number // 2 % 2], f"{one.set}/{one.id}", "body", "", one.text, one.text, ())


def judged(sources: Sequence[Source]) -> list[Text]:
    """These texts as the model sees them; empty ones left out."""
    with Pool(2) as pool:
        return [text for text in pool.imap(_judged, sources, chunksize=16) if text is not None]


def _judged(source: Source) -> Text | None:
    page = build_page(segment(source.text)[0], Mode.TEXT, source=source.text)
    if not page.blocks:
        return None
    page = pipeline.judge(page, weights_for(page), (Stage.LOCAL,))
    stays = Counter(_lines(source.expected))
    goes = {line for piece in source.residue for line in _lines(piece)} - stays.keys()
    written = [block.text.strip() for block in page.document.blocks]
    label = [RESIDUE if line in goes else BODY if line in stays or not source.residue else UNKNOWN for line in written]
    return Text(
        source,
        tuple([block.text for block in page.blocks]),
        np.array(label, np.int8),
        shipped_line_model().judge(page),
        tuple([not one.kept for one in page.tallies]),
    )


def lines_of(texts: Iterable[Text]) -> Iterator[Line]:
    """The lines of these texts of which it is known what they are."""
    for text in texts:
        for at, (line, label) in enumerate(zip(text.lines, text.label.tolist(), strict=True)):
            if label != UNKNOWN:
                yield Line(text.source.group, line, at, len(text.lines), label == RESIDUE)


def single_lines() -> Iterator[Line]:
    """Lines that are known without a text, at places drawn from the lines themselves: residue mostly at an end."""
    for row in _unpacked("lines.tsv.xz"):
        yield _placed("lines", row.split("\t")[2], True)
    for pack in shipped_packs():
        for phrase in pack.phrases:
            if phrase.weight < 0:
                yield from (_placed("packs", line, False) for text in phrase.silent for line in _lines(text))
                yield from (_placed("packs", one[:1].upper() + one[1:], True) for one in phrase.patterns)
    for rule in all_rules():
        for example in (*rule.fires, *rule.silent):
            if example.mode is Mode.TEXT and not (example.on and rule.code.startswith(_COPIES)):
                for line in _lines(example.source):
                    yield _placed("rules", line, any(piece in line for piece in example.on))


def _placed(group: str, text: str, is_residue: bool) -> Line:
    drawn = crc32(text.encode())
    from_end = (0, 0, 1, 1, 2, 3, 4)[drawn % 7] if is_residue else drawn % PLACES
    return Line(group, text.strip(), PLACES - 1 - from_end, PLACES, is_residue)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _unpacked(name: str) -> list[str]:
    return lzma.decompress((DATA / name).read_bytes()).decode("utf-8").rstrip("\n").split("\n")
