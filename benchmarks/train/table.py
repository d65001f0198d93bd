"""The feature matrix of every page, by a lexicon that has not seen its domain; cached while code and pages stand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.train import lexicons
from benchmarks.train.dataset import FOLDS, Sample
from cleaner.model.blocks.features import features
from cleaner.model.blocks.lexicon import Lexicon

_ROOT = Path(__file__).parents[2]


def load(samples: Sequence[Sample], cache: Path, jobs: int) -> list[np.ndarray]:
    """One matrix a sample (blocks x features)."""
    kept = cache / f"features-{state(samples)}.npy"
    if not kept.exists():
        np.save(kept, np.concatenate(_computed(samples, jobs)))
    rows = np.load(kept)
    return np.split(rows, np.cumsum([len(s.counts) for s in samples])[:-1])


def _computed(samples: Sequence[Sample], jobs: int) -> list[np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for fold in range(FOLDS):
        lexicon = lexicons.fit_lexicon([s for s in samples if s.fold != fold])
        inside = [s for s in samples if s.fold == fold]
        with ProcessPoolExecutor(jobs) as pool:
            matrices = pool.map(partial(_one, lexicon), inside, chunksize=16)
            found.update(zip([s.key for s in inside], matrices, strict=True))
        print(f"features of fold {fold}", flush=True)
    return [found[s.key] for s in samples]


def _one(lexicon: Lexicon, sample: Sample) -> np.ndarray:
    return features(sample.page, lexicon)


def state(samples: Sequence[Sample]) -> str:
    """Changes when pages, features or lexicons do."""
    hashed = hashlib.sha256()
    for sample in samples:
        hashed.update(f"{sample.key} {len(sample.counts)} {sum(len(b.text) for b in sample.page.blocks)}".encode())
    code = [*sorted((_ROOT / "cleaner/model/blocks").glob("*.py")), _ROOT / "cleaner/rules/data/hints.toml"]
    for path in [*code, Path(__file__), Path(lexicons.__file__)]:
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:12]
