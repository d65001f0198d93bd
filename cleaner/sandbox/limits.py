"""What one page may cost: CPU seconds, wall seconds, memory.

A stall inside one C call sees no Python signal handler, and RQ's own time limit comes 60 s late, so the
guarantee is the kernel's: RLIMIT_CPU, whose soft limit is set anew before every page, kills the process.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

_PR_SET_PDEATHSIG = 1
_REPEAT = 1.0  # seconds after which the wall timer fires again, should a callback have swallowed the first


@dataclass(frozen=True)  # no slots: the defaults are read from the class
class PageLimits:
    """What one page may cost the process that cleans it. Seconds and bytes.

    The first two begin anew with each page or item; the others hold for the life of a process.
    """

    cpu_seconds: float = 20.0
    wall_seconds: float = 25.0
    address_space: int = 2 * 1024**3
    hard_cpu_seconds: int = 1_200
    open_files: int = 256


class PageTimeout(BaseException):
    """The page used up its wall time. Not an Exception, so that no `except Exception` swallows it."""


def enter_horse(limits: PageLimits) -> None:
    """Limit this process for its life: memory, open files, CPU in all; it dies with its worker."""
    _limit(resource.RLIMIT_AS, limits.address_space, limits.address_space)
    _limit(resource.RLIMIT_NOFILE, limits.open_files, limits.open_files)
    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_CPU, limits.hard_cpu_seconds, limits.hard_cpu_seconds)
    die_with_parent(signal.SIGKILL)


def die_with_parent(sig: signal.Signals) -> None:
    """Let the kernel send `sig` when the parent dies (Linux; elsewhere the sweeper does it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(sig), 0, 0, 0)


def cpu_seconds() -> float:
    """CPU this process has used, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@contextmanager
def page_limits(limits: PageLimits) -> Iterator[None]:
    """The time limits of one page. Raises PageTimeout; a stall in C ends the process with SIGXCPU.

    RQ's own alarm shares the timer: it is put aside and set again with what is left of it.
    """
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = math.ceil(cpu_seconds() + limits.cpu_seconds)
    _limit(resource.RLIMIT_CPU, soft, hard)
    begun = time.monotonic()
    handler = signal.signal(signal.SIGALRM, _ring)
    left, _ = signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds, _REPEAT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler if handler is not None else signal.SIG_DFL)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - begun), _REPEAT))
        _limit(resource.RLIMIT_CPU, hard, hard)


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise PageTimeout


def _limit(kind: int, soft: int, hard: int) -> None:
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = ceiling if hard == resource.RLIM_INFINITY else min(hard, ceiling)
    if hard != resource.RLIM_INFINITY:
        soft = hard if soft == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(kind, (soft, hard))


def runs(pid: int) -> bool:
    """Whether a process of this id is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
