"""The fitted block model as one .npz of plain arrays: trees and word weights. Nothing in it can run code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaner.model import trees
from cleaner.model.blocks.lexicon import Lexicon
from cleaner.model.trees import Trees

TABLES = ("names", "long", "short", "heads")


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What training yields: word weights, and trees over the features whose sum is log-odds of main content."""

    lexicon: Lexicon
    trees: Trees


def dump(fitted: Fitted) -> bytes:
    """The artefact's bytes, equal for equal models."""
    lexicon = fitted.lexicon
    arrays: dict[str, Any] = {
        "trees": np.frombuffer(fitted.trees.dump(), dtype=np.uint8),
        "mark_keys": _keys(lexicon.marks),
        "mark_values": np.array([lexicon.marks[key] for key in sorted(lexicon.marks)], dtype=np.float16),
    }
    for name in TABLES:
        table = getattr(lexicon, name)
        arrays |= {f"{name}_keys": _keys(table), f"{name}_values": _values(table)}
    held = BytesIO()
    np.savez_compressed(held, **arrays)
    return held.getvalue()


def load(packed: bytes) -> Fitted:
    """The model of an artefact that `dump` wrote. Raises ValueError where its arrays do not fit together."""
    with np.load(BytesIO(packed), allow_pickle=False) as held:
        forest = trees.load(held["trees"].tobytes())
        marks = {
            key: tuple(row)
            for key, row in zip(_lines_of(held["mark_keys"]), held["mark_values"].astype(float).tolist(), strict=True)
        }
        tables = {name: _table(_lines_of(held[f"{name}_keys"]), held[f"{name}_values"]) for name in TABLES}
        lexicon = Lexicon(**tables, marks=marks)
    return Fitted(lexicon, forest)


def _keys(table: Mapping[str, object]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(sorted(table)).encode(), dtype=np.uint8)


def _values(table: Mapping[str, float]) -> npt.NDArray[np.float16]:
    return np.array([table[key] for key in sorted(table)], dtype=np.float16)


def _lines_of(packed: npt.NDArray[np.uint8]) -> list[str]:
    text = packed.tobytes().decode()
    return text.split("\n") if text else []


def _table(keys: Sequence[str], values: npt.NDArray[np.float16]) -> dict[str, float]:
    return dict(zip(keys, values.astype(float).tolist(), strict=True))
