"""Errors as they stand in a job's record: a code, a sentence, and the plain figures among the facts."""

from __future__ import annotations

from enum import Enum
from typing import Any

from cleaner.errors import CleanerError

DETAIL = 500  # characters


def problem_of(error: CleanerError) -> dict[str, Any]:
    """The record of an error: `code`, `detail`, and its facts that are numbers, words or yes and no."""
    facts = {
        name: value.value if isinstance(value, Enum) else value
        for name, value in error.facts.items()
        if isinstance(value, bool | int | float | str | Enum)
    }
    return facts | {"code": error.code.value, "detail": str(error)[:DETAIL]}
