"""The product in text mode with the line model of the fold that did not see the text's domain.

`python ../shared/eval/score.py residue benchmarks.train_lines.adapter:text`
"""

from __future__ import annotations

from functools import lru_cache
from unittest.mock import patch

from benchmarks.train_lines.__main__ import FOLD_MODELS
from benchmarks.train_lines.data import fold_of
from cleaner import CleanResult, Settings, clean_text
from cleaner.model import trees
from cleaner.model.lines import line_purpose, model
from cleaner.voters import line_model


@lru_cache(maxsize=8)
def fold_model(fold: int) -> model.LineModel:
    """The model that never saw the domains of this fold."""
    folder = FOLD_MODELS / str(fold)
    return model.LineModel(
        trees.load((folder / "lines.npz").read_bytes()),
        line_purpose.Table.of(line_purpose.read_table((folder / "words.tsv.gz").read_bytes())),
    )


def result(text_: str, url: str | None, settings: Settings | None = None) -> CleanResult:
    """The whole result, for reports."""
    with patch.object(line_model, "shipped_line_model", lambda: fold_model(fold_of(url or ""))):
        return clean_text(text_, url=url, settings=settings or Settings())


def text(data: str, url: str | None) -> str:
    """Our body of a text, as score.py asks for it."""
    return result(data, url).text
