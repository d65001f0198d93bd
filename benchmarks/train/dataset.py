"""The annotated pages, segmented, labelled and dealt into folds by registered domain; cached outside the project."""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tldextract

from benchmarks.train.labels import shares, words
from cleaner.page.page import Page, view
from cleaner.segment import html as segmenter
from cleaner.segment.decode import decode
from cleaner.segment.thin import supplemented
from cleaner.settings import Extractor, Settings
from cleaner.types import Mode

FOLDS = 4
SETTINGS = Settings(metadata=False, extractor=Extractor.NEVER)
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class Sample:
    """One page as it is learned from. `share` is the share of each block's words in the gold."""

    key: str
    kind: str
    url: str
    gold: str
    fold: int
    page: Page
    share: np.ndarray
    counts: np.ndarray  # words of each block as the scorer counts them


def domain(url: str) -> str:
    """The registered domain of an address."""
    found = _SUFFIXES(url)
    return found.top_domain_under_public_suffix or found.domain or found.ipv4 or url


def fold_of(url: str) -> int:
    """The fold of a page: by a hash of its domain, so that it never moves."""
    return hashlib.sha256(domain(url).encode()).digest()[0] % FOLDS


def load(data: Path, cache: Path, jobs: int = 2) -> list[Sample]:
    """All samples of a WCXB folder in order of their names. The cache is used while code and data are unchanged."""
    names = sorted((data / "ground-truth").glob("*.json"))
    kept = cache / f"samples-{_state(names)}.pickle"
    if kept.exists():
        with kept.open("rb") as file:
            found: list[Sample] = pickle.load(file)
        return found
    with ProcessPoolExecutor(jobs) as pool:
        samples = list(pool.map(_sample, names, chunksize=16))
    cache.mkdir(parents=True, exist_ok=True)
    with kept.open("wb") as file:
        pickle.dump(samples, file, protocol=pickle.HIGHEST_PROTOCOL)
    return samples


def _state(names: list[Path]) -> str:
    """Changes when pages, segmentation, measures or labels do."""
    root = Path(__file__).parents[2]
    hashed = hashlib.sha256("".join(name.name for name in names).encode())
    code = [*sorted((root / "cleaner/segment").glob("*.py")), root / "cleaner/measure.py", root / "cleaner/types.py"]
    for path in [*code, Path(__file__), Path(__file__).with_name("labels.py")]:
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:12]


def _record(name: Path) -> tuple[str, str, str, bytes, str]:
    record = json.loads(name.read_text())
    kind = ((record.get("_internal") or {}).get("page_type") or {}).get("primary") or "article"
    page = gzip.decompress((name.parents[1] / f"html/{name.stem}.html.gz").read_bytes())
    kind = {"category": "collection"}.get(kind, kind)
    return name.stem, kind, record.get("url") or "", page, record["ground_truth"].get("main_content") or ""


def _sample(name: Path) -> Sample:
    key, kind, url, data, gold = _record(name)
    text = decode(data)[0]
    tree = segmenter.parse(text)
    page = view(supplemented(segmenter.segment(tree), tree), Mode.HTML, url=url, source=text, settings=SETTINGS)
    texts = [block.text for block in page.blocks]
    counts = np.array([len(words(one)) for one in texts], dtype=np.int64)
    return Sample(key, kind, url, gold, fold_of(url), page, shares(texts, gold), counts)
