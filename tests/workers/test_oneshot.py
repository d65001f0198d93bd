"""The API's children that clean one page at a time."""

from __future__ import annotations

import os
import subprocess
import sys


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
