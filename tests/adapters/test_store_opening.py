"""A new store opened by several processes at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

OPEN = """
import sys, sqlite3
from cleaner.adapters.store import engine
sys.stdin.readline()
connection = sqlite3.connect(sys.argv[1], timeout=30)
engine._tune_sqlite(connection, None)
connection.close()
"""


def test_none_is_turned_away_from_a_new_file(tmp_path: Path) -> None:
    """SQLite does not wait when two switch a file to its write-ahead log; we do."""
    for number in range(8):
        command = [sys.executable, "-c", OPEN, str(tmp_path / f"{number}.db")]
        opening = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
        for one in opening:
            assert one.stdin is not None
            one.stdin.write(b"go\n")
            one.stdin.flush()
        assert [b""] * 4 == [one.communicate(timeout=60)[1] for one in opening]
