"""What the benchmarks' plots share: a canvas without a display, and how each is finished and saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def canvas(width: float, height: float) -> tuple[Any, Any]:
    """A figure of so many inches and its axes. matplotlib is loaded only where a plot is asked for."""
    import matplotlib as mpl  # noqa: PLC0415 - see above

    mpl.use("agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - the same

    figure, axis = plt.subplots(figsize=(width, height))
    return figure, axis


def save(figure: Any, axis: Any, path: Path) -> None:
    """Write a finished plot, without the frame's upper and right line."""
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)
