"""The fitted block model as one .npz of plain arrays: trees and word weights. Nothing in it can run code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt

from cleaner.model import trees
from cleaner.model.blocks.lexicon import KINDS, Lexicon
from cleaner.model.trees import Trees


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What training yields: word weights and trees over the features, in log-odds of main content."""

    lexicon: Lexicon
    trees: Trees


def dump(fitted: Fitted) -> bytes:
    """The artefact's bytes, equal for equal models."""
    held = BytesIO()
    marks = fitted.lexicon.marks
    np.savez_compressed(
        held,
        trees=np.frombuffer(fitted.trees.dump(), dtype=np.uint8),
        name_keys=_keys(fitted.lexicon.names),
        name_values=_values(fitted.lexicon.names),
        word_keys=_keys(fitted.lexicon.words),
        word_values=_values(fitted.lexicon.words),
        mark_keys=_keys(marks),
        mark_values=np.array([marks[key] for key in sorted(marks)], dtype=np.float16).reshape(-1, len(KINDS)),
    )
    return held.getvalue()


def load(packed: bytes) -> Fitted:
    """The model of an artefact that `dump` wrote. Raises ValueError where its arrays do not fit together."""
    with np.load(BytesIO(packed), allow_pickle=False) as held:
        forest = trees.load(held["trees"].tobytes())
        marks = {
            key: tuple(row)
            for key, row in zip(_read(held["mark_keys"]), held["mark_values"].astype(float).tolist(), strict=True)
        }
        lexicon = Lexicon(
            _table(_read(held["name_keys"]), held["name_values"]),
            _table(_read(held["word_keys"]), held["word_values"]),
            marks,
        )
    return Fitted(lexicon, forest)


def _keys(table: Mapping[str, object]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(sorted(table)).encode(), dtype=np.uint8)


def _values(table: Mapping[str, float]) -> npt.NDArray[np.float16]:
    return np.array([table[key] for key in sorted(table)], dtype=np.float16)


def _read(packed: npt.NDArray[np.uint8]) -> list[str]:
    text = packed.tobytes().decode()
    return text.split("\n") if text else []


def _table(keys: Sequence[str], values: npt.NDArray[np.float16]) -> dict[str, float]:
    return dict(zip(keys, values.astype(float).tolist(), strict=True))
