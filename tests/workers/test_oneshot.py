"""The API's children that clean one page at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from cleaner.rules.packs import shipped_packs
from workers import run


def test_a_child_whose_api_is_gone_ends_in_silence() -> None:
    """It had written a traceback into the log of a service that was stopped while it started."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "workers.oneshot"]
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.PIPE, timeout=120, check=False
        )
    finally:
        os.close(writing)
    assert (0, b"") == (ended.returncode, ended.stderr)


@pytest.mark.parametrize("languages", [(), ("de", "xx")])
def test_a_process_prepares_for_the_languages_it_is_told(
    monkeypatch: pytest.MonkeyPatch, languages: tuple[str, ...]
) -> None:
    """All that have phrases, or those of a setting; what has none is no error."""
    prepared: set[str | None] = set()

    def clean_with(_: bytes, __: object, options: dict[str, Any], ___: str = "") -> None:
        prepared.update([options["language"]] if "language" in options else [])

    monkeypatch.setattr(run, "clean_with", clean_with)
    monkeypatch.setattr(run.gc, "freeze", lambda: None)  # this process goes on
    run.warm_up(languages)
    every = {pack.language or None for pack in shipped_packs()}
    assert len(every) > 20
    assert prepared == ({"de"} if languages else every)
