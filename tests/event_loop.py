"""Run a coroutine from a test, in a thread of its own.

A browser that Playwright drives keeps an event loop running in the main thread until the session ends, and
`asyncio.run` refuses to start where one runs: which test came before must not matter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run_async(coroutine: Coroutine[Any, Any, T]) -> T:
    """What `coroutine` returns; what it raises is raised here."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
