"""Every page judged by word weights, trees and a table of weights fitted without its domain, or its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.train import boost, dataset, families, lexicons, table
from benchmarks.train.boost import Lesson
from benchmarks.train.dataset import FOLDS, Sample
from benchmarks.train.sources import SOURCES
from benchmarks.train.variants import Rows
from cleaner.decide import BIAS, Weights
from cleaner.model.blocks.model import BlockOdds, no_reason
from cleaner.model.trees import Trees, load
from cleaner.types import Mode

SEEDS = (2, 3)  # of the runs whose mean is shipped
SEED = (2,)  # of the runs that only measure
MANY = 400  # pages of a source
VARIANT = 0.5  # what a variant of a page weighs beside the page


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages that have blocks, with their features and the variants that are learned from (by number of the page)."""

    samples: list[Sample]
    matrices: list[np.ndarray]
    variants: list[tuple[int, Rows]]

    def lessons(self, wanted: Callable[[Sample], bool] = lambda _: True) -> list[Lesson]:
        """What is learned from the pages that are wanted."""
        plain = [
            Lesson(matrix, sample, np.arange(len(sample.counts)))
            for matrix, sample in zip(self.matrices, self.samples, strict=True)
            if wanted(sample)
        ]
        return plain + [
            Lesson(rows.matrix, self.samples[n], rows.blocks, VARIANT)
            for n, rows in self.variants
            if wanted(self.samples[n])
        ]


def pages(data: Sequence[Path], cache: Path, jobs: int) -> Pages:
    """All pages of all sources."""
    filled = [s for s in dataset.load(data, cache, jobs) if len(s.counts)]
    return Pages(filled, *table.load(filled, cache, jobs))


def final(found: Pages, cache: Path) -> Trees:
    """The trees that have seen every page, of several runs; once fitted they are kept in the cache."""
    return _kept(cache / f"trees-{_state(found)}-all.npz", found.lessons(), SEEDS)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Pages with blocks and what is said of each by what has not seen it: log-odds, sums of families, weights."""

    samples: list[Sample]
    matrices: list[np.ndarray]
    odds: list[np.ndarray]
    sums: list[np.ndarray]
    weights: list[Weights]  # one a page

    def judged(self) -> Iterator[BlockOdds]:
        """One a page."""
        for z, rows in zip(self.odds, self.matrices, strict=True):
            yield BlockOdds(z, rows, no_reason)


def unseen(found: Pages, cache: Path, every: int = 1) -> Unseen:
    """Each page by what was fitted without the fold of its domain; fits what is not in the cache yet.

    Of a source of more than `MANY` pages one in `every` is judged: the rules' sums take longer than the trees.
    """
    picked = _picked(found.samples, every)
    samples = [found.samples[n] for n in picked]
    odds = _odds(found, picked, cache)
    sums = _sums(samples, cache)
    by_fold = [_weights(samples, odds, sums, lambda s, fold=fold: s.fold != fold) for fold in range(FOLDS)]
    return Unseen(samples, [found.matrices[n] for n in picked], odds, sums, [by_fold[s.fold] for s in samples])


def _picked(samples: Sequence[Sample], every: int) -> list[int]:
    """The numbers of all pages, or of one in `every` where their source has more than `MANY`."""
    by_source: dict[str, list[int]] = {}
    for number, sample in enumerate(samples):
        by_source.setdefault(sample.source, []).append(number)
    return sorted(n for numbers in by_source.values() for n in numbers[:: every if len(numbers) > MANY else 1])


def left_out(found: Pages, by_domain: Unseen, cache: Path, jobs: int, names: Sequence[str]) -> Unseen:
    """Each judged page of the named sources by word weights, trees and weights fitted without its source."""
    rows: list[tuple[Sample, np.ndarray, np.ndarray, np.ndarray, Weights]] = []
    for name in names:
        inside = [n for n, s in enumerate(by_domain.samples) if s.source == name]
        if not inside:
            continue
        tested = [by_domain.samples[n] for n in inside]
        wanted = lambda s, name=name: s.source != name  # noqa: E731
        matrices = _features_without(found.samples, tested, name, cache, jobs)
        trees = _kept(cache / f"trees-{_state(found)}-without-{name}.npz", found.lessons(wanted), SEED)
        weights = _weights(by_domain.samples, by_domain.odds, by_domain.sums, wanted)
        rows += [(s, m, trees(m), by_domain.sums[n], weights) for s, m, n in zip(tested, matrices, inside, strict=True)]
        print(f"{name} left out", flush=True)
    return Unseen(*map(list, zip(*rows, strict=True)))  # type: ignore[arg-type]  # columns of the rows above


def _features_without(
    samples: Sequence[Sample], tested: Sequence[Sample], name: str, cache: Path, jobs: int
) -> list[np.ndarray]:
    kept = cache / f"features-{table.state(samples)}-{len(tested)}-without-{name}.npy"
    if not kept.exists():
        lexicon = lexicons.fit_lexicon([s for s in samples if s.source != name])
        np.save(kept, np.concatenate(table.features_by(lexicon, tested, jobs)))
    return np.split(np.load(kept), np.cumsum([len(s.counts) for s in tested])[:-1])


def _odds(found: Pages, picked: Sequence[int], cache: Path) -> list[np.ndarray]:
    """Each picked page's log-odds by trees that have not seen its domain."""
    odds: dict[int, np.ndarray] = {}
    for fold, trees in enumerate(forests(found, cache)):
        inside = [n for n in picked if found.samples[n].fold == fold]
        odds.update((n, trees(found.matrices[n])) for n in inside)
        print(f"fold {fold} fitted", flush=True)
    return [odds[n] for n in picked]


def forests(found: Pages, cache: Path) -> Iterator[Trees]:
    """For each fold the trees that have not seen it; once fitted they are kept in the cache."""
    for fold in range(FOLDS):
        kept = cache / f"trees-{_state(found)}-{fold}.npz"
        yield _kept(kept, found.lessons(lambda s, fold=fold: s.fold != fold), SEED)


def _kept(path: Path, lessons: list[Lesson], seeds: Sequence[int]) -> Trees:
    if not path.exists():
        path.write_bytes(boost.fit(lessons, seeds).dump())
    return load(path.read_bytes())


def _state(found: Pages) -> str:
    return f"{boost.state()}-{VARIANT}-{table.state(found.samples)}"


def _sums(samples: Sequence[Sample], cache: Path) -> list[np.ndarray]:
    kept = cache / f"sums-{families.state(samples)}.npy"
    if not kept.exists():
        np.save(kept, np.concatenate([families.sums(s) for s in samples]))
    return np.split(np.load(kept), np.cumsum([len(s.counts) for s in samples])[:-1])


def _weights(
    samples: list[Sample], odds: list[np.ndarray], sums: list[np.ndarray], wanted: Callable[[Sample], bool]
) -> Weights:
    """The table of weights fitted on the wanted pages."""
    at = [i for i, s in enumerate(samples) if wanted(s)]
    bias, family = families.fit([samples[i] for i in at], [odds[i] for i in at], [sums[i] for i in at])
    return Weights({Mode.HTML: bias, Mode.TEXT: BIAS[Mode.TEXT]}, family, rest=families.REST, by_page=True)


MEASURED = tuple(source.name for source in SOURCES if source.name != "trafilatura")
