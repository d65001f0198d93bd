"""Metadata: `python -m benchmarks.metadata [SET ...] [--peer] [--wrong FIELD]`.

Reads title, authors and publication date of annotated pages and prints the share that is right, by set and field;
`--peer` runs trafilatura over the same pages. A set is a folder with `gold.jsonl.gz` (id, url and, where annotated,
title, authors, date) and `html/ID.html.gz`, or `wcxb`. Sets that are not there are named and skipped.

What counts as right, after the same normalisation of both sides:

title    equal: character entities resolved, NFKC, case folded, nothing but letters and digits
authors  the same multiset of words over all names, so that one string of four names equals a list of four; entities
         resolved, NFKC, case folded; the words that join names ("and", "und", ...) and "by" left out
date     the same calendar day, or one day off: annotators turned evenings in one zone into mornings in another

A page counts for a field where its gold has one. `extra` is the number of pages that are given a date although their
gold names none: either a false date or one that the annotator left out.
"""

from __future__ import annotations

import argparse
import gzip
import html
import importlib
import json
import multiprocessing
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.corpora import SHARED
from cleaner import clean_html

SETS = ("fundus", "postlight", "recipes", "metascraper", "goose", "defuddle", "wcxb")
FIELDS = ("title", "authors", "date")
_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_JOINING = frozenset("and und et y e i og och en by".split())


@dataclass(frozen=True, slots=True)
class Facts:
    """Title, authors and day of one page, by an annotator or by a program. Empty: none."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One annotated page."""

    id: str
    url: str | None
    data: bytes
    gold: Facts


def load(name: str) -> list[Case]:
    """The cases of a set, or none where it is not there."""
    if name == "wcxb":
        return list(_wcxb(SHARED / "wcxb-dev"))
    folder = SHARED / "more" / name if (SHARED / "more" / name).is_dir() else Path(name)
    return list(_lines(folder)) if (folder / "gold.jsonl.gz").is_file() else []


def _lines(folder: Path) -> Iterator[Case]:
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            day = record.get("date") or ""
            gold = Facts(record.get("title") or "", tuple(record.get("authors") or ()), day if _DAY.match(day) else "")
            yield Case(record["id"], record.get("url"), _page(folder, record["id"]), gold)


def _wcxb(folder: Path) -> Iterator[Case]:
    for path in sorted((folder / "ground-truth").glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        truth = record["ground_truth"]
        authors = (truth["author"],) if truth.get("author") else ()
        gold = Facts(truth.get("title") or "", authors, truth.get("publish_date") or "")
        yield Case(path.stem, record.get("url"), _page(folder, path.stem), gold)


def _page(folder: Path, name: str) -> bytes:
    return gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())


def ours(case: Case) -> Facts:
    """What this project reads."""
    found = clean_html(case.data, url=case.url).metadata
    return Facts(found.title or "", found.authors, found.published or "")


def trafilatura(case: Case) -> Facts:
    """What trafilatura reads, its defaults."""
    module = importlib.import_module("trafilatura")
    found = module.bare_extraction(case.data, url=case.url, with_metadata=True)
    if found is None:
        found = module.extract_metadata(case.data, default_url=case.url)
    return Facts(found.title or "", tuple((found.author or "").split("; ")), found.date or "") if found else Facts()


def right(field: str, found: Facts, gold: Facts) -> bool:
    """Whether a field is as annotated."""
    if field == "title":
        return _words(found.title) == _words(gold.title)
    if field == "date":
        return bool(found.date) and abs((_day(found.date) - _day(gold.date)).days) <= 1
    return _names(found.authors) == _names(gold.authors)


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _words(text: str) -> str:
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", html.unescape(text)).casefold()))


def _names(authors: tuple[str, ...]) -> Counter[str]:
    text = unicodedata.normalize("NFKC", html.unescape(" ; ".join(authors))).casefold()
    return Counter(word for word in _WORD.findall(text) if word not in _JOINING)


def report(cases: list[Case], found: list[Facts]) -> str:
    """The shares of one set in one line."""
    pairs = list(zip(found, (case.gold for case in cases), strict=True))
    cells = []
    for field in FIELDS:
        annotated = [right(field, one, gold) for one, gold in pairs if getattr(gold, field)]
        share = f"{sum(annotated) / len(annotated):.3f}" if annotated else "  -  "
        cells.append(f"{field} {share} of {len(annotated):4d}")
    extra = sum(bool(one.date) for one, gold in pairs if not gold.date)
    return "   ".join((*cells, f"extra {extra}"))


def wrong(field: str, cases: list[Case], found: list[Facts]) -> Iterator[str]:
    """The pages whose field is not as annotated, with both values; `extra` lists the dates nobody annotated."""
    for case, one in zip(cases, found, strict=True):
        if field == "extra":
            if one.date and not case.gold.date:
                yield f"{case.id} {one.date} {case.url}"
        elif getattr(case.gold, field) and not right(field, one, case.gold):
            yield f"{case.id} {getattr(one, field)!r} want {getattr(case.gold, field)!r} {case.url}"


def main() -> int:
    """Print the shares; 0 always."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sets", nargs="*", default=SETS)
    cli.add_argument("--peer", action="store_true", help="trafilatura too")
    cli.add_argument("--wrong", choices=(*FIELDS, "extra"), help="list the pages where this field is not as annotated")
    cli.add_argument("--jobs", type=int, default=2)
    args = cli.parse_args()
    readers: list[Callable[[Case], Facts]] = [ours, trafilatura] if args.peer else [ours]
    with multiprocessing.get_context("spawn").Pool(args.jobs) as pool:
        for name in args.sets:
            cases = load(name)
            if not cases:
                print(f"{name}: not there, skipped")
                continue
            for reader in readers:
                found = pool.map(reader, cases, chunksize=8)
                print(f"{name:12s} {reader.__name__:11s} {report(cases, found)}", flush=True)
                if args.wrong and reader is ours:
                    print(*wrong(args.wrong, cases, found), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
