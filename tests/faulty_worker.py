"""A real worker whose core does terrible things when a text asks for it: `python faulty_worker.py clean`."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from workers import cleaning
from workers.run import main

honest = cleaning.clean_with


def swallow() -> None:
    """What a library does that catches every exception."""
    while True:
        with contextlib.suppress(Exception):
            time.sleep(0.1)


def faulty(content: bytes, *arguments: Any) -> Any:
    """The core, but for some words."""
    with Path(os.environ["CLEANER_TEST_RUNS"]).open("ab") as runs:
        runs.write(content[:40].replace(b"\n", b" ") + b"\n")
    if b"SEGFAULT" in content:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"STALL-IN-C" in content:
        hashlib.pbkdf2_hmac("sha256", b"a", b"b", 10**9)
    if b"SWALLOW" in content:
        swallow()
    if b"MEMORY" in content:
        bytearray(64 * 1024**3)
    if b"SLOW" in content:
        time.sleep(3)
    if b"HELD" in content:
        while not Path(os.environ["CLEANER_TEST_RELEASE"]).exists():
            time.sleep(0.02)
    if b"DEFECT" in content:
        raise ZeroDivisionError
    return honest(content, *arguments)


if __name__ == "__main__":
    cleaning.clean_with = faulty
    sys.exit(main(sys.argv[1:]))
