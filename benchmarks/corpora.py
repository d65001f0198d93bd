"""Annotated corpora as cases, from folders laid out like the development sets or like `fixtures/`.

wcxb         DIR/ground-truth/*.json and DIR/html/*.html.gz: full gold text, a page kind
trafilatura  DIR/annotations.json and DIR/html/*.html.gz: snippets that must and must not appear
residue      FILE.jsonl.gz with text, gold, view, solid: texts as a naive scraper saves them
golden       DIR/<slug>/{source.html|source.txt, expected.txt, meta.toml}
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaner import CleanResult, Settings, clean_html, clean_text

DEFAULT = Settings()
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "eval"


@dataclass(frozen=True, slots=True)
class Case:
    """One input with what is wanted of it: `gold`, or the snippets `must` and `must_not`."""

    id: str
    kind: str
    url: str | None
    data: bytes | str
    gold: str | None = None
    title: str | None = None
    language: str | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


def load(name: str) -> list[Case]:
    """The cases of a corpus: `wcxb`, `trafilatura`, `residue` (development data), `pages`, `texts`, or a folder."""
    if name in {"pages", "texts"}:
        return list(golden(ROOT / "fixtures" / name))
    if name == "wcxb":
        return list(wcxb(SHARED / "wcxb-dev"))
    if name == "trafilatura":
        return list(snippets(SHARED / "trafilatura-half"))
    if name == "residue":
        return list(residue(SHARED / "residue-dev.jsonl.gz"))
    return list(_folder(Path(name)))


def available(name: str) -> bool:
    """Whether the corpus is there: the development data does not ship."""
    return name in {"pages", "texts"} or SHARED.is_dir() or Path(name).exists()


def _folder(path: Path) -> Iterator[Case]:
    if path.is_file():
        return residue(path)
    if (path / "ground-truth").is_dir():
        return wcxb(path)
    return snippets(path) if (path / "annotations.json").is_file() else golden(path)


def wcxb(folder: Path) -> Iterator[Case]:
    """Pages with a full gold text; the kind is the annotated page type."""
    for path in sorted((folder / "ground-truth").glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        truth = record["ground_truth"]
        kind = ((record.get("_internal") or {}).get("page_type") or {}).get("primary") or "article"
        yield Case(
            id=path.stem,
            kind="collection" if kind == "category" else kind,
            url=record.get("url"),
            data=gzip.decompress((folder / "html" / f"{path.stem}.html.gz").read_bytes()),
            gold=truth.get("main_content") or "",
            must=tuple(truth.get("with") or ()),
            must_not=tuple(truth.get("without") or ()),
        )


def snippets(folder: Path) -> Iterator[Case]:
    """Pages with snippets that must and must not appear."""
    for key, note in json.loads((folder / "annotations.json").read_text("utf-8")).items():
        data = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        yield Case(key, "article", note["url"], data, must=tuple(note["with"]), must_not=tuple(note["without"]))


def residue(path: Path) -> Iterator[Case]:
    """Scraped texts with their gold; the kind is the cut and whether the gold is whole."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            kind = f"{record['view']} {'solid' if record['solid'] else 'holes'}"
            yield Case(record["id"], kind, record["url"], record["text"], gold=record["gold"])


def golden(folder: Path) -> Iterator[Case]:
    """Golden case directories, as under `fixtures/`."""
    for meta in sorted(folder.glob("*/meta.toml")):
        yield golden_case(meta.parent)


def golden_case(folder: Path) -> Case:
    """One golden case directory."""
    note = tomllib.loads((folder / "meta.toml").read_text("utf-8"))
    page = folder / "source.html"
    source: bytes | str = page.read_bytes() if page.exists() else _exact(folder / "source.txt")
    return Case(
        id=folder.name,
        kind=note["kind"],
        url=note.get("url"),
        data=source,
        gold=(folder / "expected.txt").read_text("utf-8").rstrip("\n"),
        title=note.get("title"),
        language=note.get("language"),
        must=tuple(note.get("kept", ())),
        must_not=tuple(note.get("removed", ())),
    )


def _exact(path: Path) -> str:
    """A text with its own line ends."""
    return path.read_bytes().decode("utf-8")


def run(case: Case, settings: Settings = DEFAULT) -> CleanResult:
    """The case cleaned as a caller who knows what its notes say of title and URL would have it cleaned."""
    if isinstance(case.data, bytes):
        return clean_html(case.data, url=case.url, settings=settings)
    return clean_text(case.data, title=case.title, url=case.url, settings=settings)


def digest(cases: list[Case]) -> str:
    """First 16 hex digits of a SHA-256 over inputs and annotations, so that a score names its data."""
    hashed = hashlib.sha256()
    for case in sorted(cases, key=lambda c: c.id):
        data = case.data if isinstance(case.data, bytes) else case.data.encode("utf-8", "surrogatepass")
        note = json.dumps([case.id, case.kind, case.gold, case.must, case.must_not])
        hashed.update(hashlib.sha256(data).digest() + note.encode("utf-8"))
    return hashed.hexdigest()[:16]
