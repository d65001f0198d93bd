"""The hostile corpus, where it lies beside the checkout; tests that want a case skip without it."""

from __future__ import annotations

import runpy
import sys
from functools import cache
from pathlib import Path
from unittest import mock

import pytest

MAKER = Path(__file__).resolve().parents[3] / "shared" / "hostile" / "make.py"


@cache
def _makers() -> dict[str, tuple[object, ...]]:
    with mock.patch.object(sys, "argv", [str(MAKER)]):
        cases = runpy.run_path(str(MAKER), run_name="hostile")["CASES"]
    return {case[0].partition("_")[0]: case for case in cases}


def numbers() -> list[str]:
    """The numbers of all cases, such as `d01`; none where the corpus is not."""
    return sorted(_makers()) if MAKER.exists() else []


def markers(number: str) -> tuple[list[str], list[str]]:
    """What must stand in a case's body, and what must not."""
    made = _makers()[number]
    return made[3], made[4]  # type: ignore[return-value]  # the fields `keep` and `ban` of a case


def case(number: str) -> bytes:
    """The bytes of one case, such as `d01`."""
    if not MAKER.exists():
        pytest.skip("the hostile corpus is not here")
    data = _makers()[number][-1]()  # type: ignore[operator]  # the last field is the case's function
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
