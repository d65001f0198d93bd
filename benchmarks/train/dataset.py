"""The annotated pages, segmented, labelled and dealt into folds by registered domain; cached outside the project."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import tldextract

from benchmarks.scoring import units
from benchmarks.train.labels import shares
from benchmarks.train.sources import SOURCE, SOURCES, Record, Source, records
from cleaner.page.page import Page, build_page
from cleaner.segment import html as segmenter
from cleaner.segment.decode import decode
from cleaner.segment.self_closed import expand_self_closed
from cleaner.segment.thin import add_embedded_text
from cleaner.settings import Extractor, Settings
from cleaner.types import Block, Document, Mode

FOLDS = 4
SETTINGS = Settings(metadata=False, extractor=Extractor.NEVER)
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
_MARKUP = re.compile(r"<[^<>]{1,2000}>")
SNIPPET = 0.8  # share of a snippet's words in a block that makes them the same
FEWEST = 3  # words of a block that is a part of a snippet


@dataclass(frozen=True)
class Sample:
    """One page as it is learned from. `share` is the share of each block's words in the gold, `trust` 0 or 1.

    Only plain values are kept, because objects of the compiled core do not come back from a pickle.
    """

    key: str
    source: str
    kind: str
    url: str
    gold: str
    fold: int
    text: str = field(repr=False)  # the decoded page
    blocks: tuple[Block, ...] = field(repr=False)
    share: np.ndarray = field(repr=False)
    trust: np.ndarray = field(repr=False)
    counts: np.ndarray = field(repr=False)  # words of each block as the scorer counts them
    record: Record = field(repr=False)  # without its bytes

    @cached_property
    def page(self) -> Page:
        """The page as rules see it."""
        return build_page(Document(self.blocks), Mode.HTML, url=self.url or None, source=self.text, settings=SETTINGS)

    def __getstate__(self) -> dict[str, object]:
        """Everything but the page."""
        return {name: value for name, value in self.__dict__.items() if name != "page"}


def domain(url: str) -> str:
    """The registered domain of an address."""
    found = _SUFFIXES(url)
    return found.top_domain_under_public_suffix or found.domain or found.ipv4 or url


def fold_of(where: str) -> int:
    """The fold of a page: by a hash of its domain, so that it never moves."""
    return hashlib.sha256(where.encode()).digest()[0] % FOLDS


def load(data: Sequence[Path], cache: Path, jobs: int = 2, sources: Sequence[Source] = SOURCES) -> list[Sample]:
    """All samples of the sources in a folder, in the order of the table and of their keys.

    The cache of a source is used while code and data are unchanged.
    """
    return [sample for source in sources for sample in _of_source(data, source, cache, jobs)]


def _of_source(data: Sequence[Path], source: Source, cache: Path, jobs: int) -> list[Sample]:
    kept = cache / f"samples-{source.name}-{_state(data, source)}.pickle"
    if kept.exists():
        with kept.open("rb") as file:
            found: list[Sample] = pickle.load(file)
        return found
    with ProcessPoolExecutor(jobs) as pool:
        samples = list(pool.map(sample, records(data, source), chunksize=16))
    cache.mkdir(parents=True, exist_ok=True)
    with kept.open("wb") as file:
        pickle.dump(samples, file, protocol=pickle.HIGHEST_PROTOCOL)
    return samples


def _state(data: Sequence[Path], source: Source) -> str:
    """Changes when pages, segmentation, measures or labels do."""
    root = Path(__file__).parents[2]
    files = [path for folder in data for path in (folder / source.folder).rglob("*") if path.is_file()]
    names = sorted(f"{path.name} {path.stat().st_size}" for path in files)
    hashed = hashlib.sha256("".join([repr(source), *names]).encode())
    here = Path(__file__)
    code = [path for room in ("segment", "types") for path in sorted((root / "cleaner" / room).glob("*.py"))]
    code.append(root / "cleaner/measure.py")
    for path in [*code, here, here.with_name("labels.py"), here.with_name("sources.py")]:
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:12]


def segmented(data: bytes, url: str | None) -> tuple[str, Document]:
    """The decoded page and its blocks, as `clean_html` makes them of a page within the budgets."""
    text = decode(data)[0]
    tree = segmenter.parse(expand_self_closed(text))
    return text, add_embedded_text(segmenter.segment(tree, text, url), tree)


def sample(record: Record) -> Sample:
    """A page with its labels."""
    text, document = segmented(record.data, record.url or None)
    texts = [block.text for block in document.blocks]
    said = [units(one) for one in texts]
    counts = np.array([len(one) for one in said], dtype=np.int64)
    gold = _MARKUP.sub(" ", record.gold)
    if gold or not record.must:
        share = shares(texts, gold)
        trust = _believed(record, document, said, share, counts)
    else:
        share, trust = _of_snippets(record, said)
    where = domain(record.url) or record.key
    return Sample(
        record.key, record.source, record.kind, record.url, record.gold, fold_of(where), text, document.blocks,
        share, trust, counts, replace(record, data=b""),
    )  # fmt: skip


def _believed(
    record: Record, document: Document, said: Sequence[Sequence[str]], share: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """For each block whether its label is learned from: annotators do not differ on it, and the page holds the gold."""
    source = SOURCE[record.source]
    found = float((share * counts).sum())
    wanted = len(units(_MARKUP.sub(" ", record.gold)))
    if found < source.floor * wanted:
        return np.zeros(len(said))
    parts = {"".join(units(part)) for part in record.contested}
    trust = [block.kind not in source.masked and "".join(words) not in parts
             for block, words in zip(document.blocks, said, strict=True)]  # fmt: skip
    return np.array(trust, dtype=np.float64)


def _of_snippets(record: Record, said: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Labels of the blocks that snippets speak of, every copy of them; nothing is known of the others."""
    share, trust = np.zeros(len(said)), np.zeros(len(said))
    for snippets, label in ((record.must_not, 0.0), (record.must, 1.0)):
        for snippet in snippets:
            at = _places(units(snippet), said)
            share[at], trust[at] = label, 1.0
    return share, trust


def _places(snippet: Sequence[str], said: Iterable[Sequence[str]]) -> list[int]:
    """The blocks that hold a snippet, or a good part of it and little else."""
    return [at for at, words in enumerate(said) if words and snippet and _same(snippet, words)]


def _same(snippet: Sequence[str], words: Sequence[str]) -> bool:
    wanted, found = f" {' '.join(snippet)} ", f" {' '.join(words)} "
    if wanted in found or (FEWEST <= len(words) < len(snippet) and found in wanted):
        return True
    return (Counter(snippet) & Counter(words)).total() >= SNIPPET * max(len(snippet), FEWEST)
