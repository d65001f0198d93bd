"""The feature matrix of every page, by a lexicon that has not seen its domain; cached while code and pages stand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.train import lexicons, variants
from benchmarks.train.dataset import FOLDS, Sample
from benchmarks.train.sources import SOURCES
from benchmarks.train.variants import Rows
from cleaner.model.blocks.lexicon import Lexicon

_ROOT = Path(__file__).parents[2]
T = TypeVar("T")
Make = Callable[[Sample, Lexicon], Rows | None]
EVERY = 4  # of the first source's many pages one in so many is learned from in variants too, of the others every one
ALONE = 4  # of these one in so many is also shown without anything else, one in so many without its article


RARE: tuple[Make, ...] = (variants.alone, variants.empty)


def load(samples: Sequence[Sample], cache: Path, jobs: int) -> tuple[list[np.ndarray], list[tuple[int, Rows]]]:
    """One matrix a sample (blocks x features), and variants with the number of the sample they are of.

    All samples have blocks.
    """
    kept = cache / f"features-{state(samples)}.npz"
    if not kept.exists():
        _compute(samples, jobs, kept)
    with np.load(kept) as held:
        matrices = np.split(held["plain"], np.cumsum([len(s.counts) for s in samples])[:-1])
        ends = np.cumsum(held["sizes"])[:-1]
        rows = map(Rows, np.split(held["rows"], ends), np.split(held["blocks"], ends))
        return matrices, list(zip(held["numbers"].tolist(), rows, strict=True))


def _compute(samples: Sequence[Sample], jobs: int, kept: Path) -> None:
    found: dict[int, np.ndarray] = {}
    others: list[tuple[int, Rows]] = []
    for fold in range(FOLDS):
        lexicon = lexicons.fit_lexicon([s for s in samples if s.fold != fold])
        inside = [n for n, s in enumerate(samples) if s.fold == fold]
        made = _each(partial(_one, lexicon), [samples[n] for n in inside], jobs)
        for number, (matrix, further) in zip(inside, made, strict=True):
            found[number] = matrix
            others += [(number, rows) for rows in further]
        print(f"features of fold {fold}", flush=True)
    np.savez(
        kept,
        plain=np.concatenate([found[n] for n in range(len(samples))]),
        numbers=np.array([n for n, _ in others]),
        sizes=np.array([len(rows.blocks) for _, rows in others]),
        rows=np.concatenate([rows.matrix for _, rows in others]),
        blocks=np.concatenate([rows.blocks for _, rows in others]),
    )


def _one(lexicon: Lexicon, sample: Sample) -> tuple[np.ndarray, list[Rows]]:
    matrix = variants.plain(sample, lexicon).matrix
    skipped = sample.source == SOURCES[0].name and hashlib.sha256(sample.key.encode()).digest()[1] % EVERY
    if skipped or not sample.gold:
        return matrix, []
    makes: list[Make] = [variants.hashed, variants.short]
    turn = hashlib.sha256(sample.key.encode()).digest()[2] % ALONE
    if turn < len(RARE):
        makes.append(RARE[turn])
    return matrix, [rows for make in makes if (rows := make(sample, lexicon)) is not None]


def features_by(lexicon: Lexicon, samples: Sequence[Sample], jobs: int) -> list[np.ndarray]:
    """The matrices of these samples by this lexicon."""
    return list(_each(partial(_matrix, lexicon), samples, jobs))


def _each(make: Callable[[Sample], T], samples: Sequence[Sample], jobs: int) -> Iterator[T]:
    """What is made of each sample, in their order; one job works here, where the samples' pages are at hand."""
    if jobs == 1:
        yield from map(make, samples)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(make, samples, chunksize=16)


def _matrix(lexicon: Lexicon, sample: Sample) -> np.ndarray:
    return variants.plain(sample, lexicon).matrix


def state(samples: Sequence[Sample]) -> str:
    """Changes when pages, features, lexicons or variants do."""
    hashed = hashlib.sha256()
    for sample in samples:
        trusted = f"{sample.trust.sum():.0f} {sample.share.sum():.3f}"
        hashed.update(f"{sample.key} {len(sample.counts)} {sum(len(b.text) for b in sample.blocks)} {trusted}".encode())
    code = [*sorted((_ROOT / "cleaner/model/blocks").glob("*.py")), _ROOT / "cleaner/rules/data/hints.toml"]
    here = Path(__file__)
    for path in [*code, here, *(here.with_name(f"{name}.py") for name in ("lexicons", "variants", "sources"))]:
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:12]
