"""The months by their names, in the languages of data/months.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from tomllib import loads

LEAST_PREFIX = 3  # letters of a month's name that say which one it is ("Sept", "febr")


def month_number(name: str, language: str = "") -> int | None:
    """1..12 for a month's name, or for a beginning of it that fits no other, else None.

    `language` (BCP 47) is asked first, then English, then all others: "listopad" is October in Croatian and November
    in Polish.
    """
    name = name.casefold().rstrip(".")
    spoken = language.split("-", maxsplit=1)[0].lower()
    for one in dict.fromkeys((_SAME.get(spoken, spoken), "en")):
        months = _tables().get(one)
        if months is not None and (number := months.get(name)):
            return number
    return _all_tables().get(name)


_SAME = {"no": "nb", "nn": "nb", "bs": "hr", "in": "id", "iw": "he"}


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, int]]:
    raw = loads(resources.files("cleaner.metadata").joinpath("data/months.toml").read_text("utf-8"))
    return {language: _table(rows) for language, rows in raw.items()}


def _table(rows: list[str]) -> dict[str, int]:
    """The names of one language and every beginning of them that stands for one month only."""
    found: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        for name in row.split("|"):
            for length in range(min(LEAST_PREFIX, len(name)), len(name) + 1):
                known = found.setdefault(name[:length], number)
                if known != number:
                    found[name[:length]] = 0
    for number, row in enumerate(rows, 1):
        found.update(dict.fromkeys(row.split("|"), number))
    return found


@lru_cache(maxsize=1)
def _all_tables() -> Mapping[str, int]:
    """The names of all languages; where two differ on a name, the language that stands first in the file wins."""
    found: dict[str, int] = {}
    for table in _tables().values():
        for name, number in table.items():
            if number:
                found.setdefault(name, number)
    return found
