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
from typing import Any

from cleaner.errors import ExtractTimeout, OutOfMemory

_PR_SET_PDEATHSIG = 1
_REPEAT = 1.0  # seconds after which the wall timer fires again, should a callback have swallowed the first


@dataclass(frozen=True)  # no slots: the defaults are read from the class
class PageLimits:
    """What one page may cost the process that cleans it.

    `cpu_seconds` (user and system) and `wall_seconds` begin anew with each page or item; `address_space` (bytes),
    `hard_cpu_seconds` (of all pages together) and `open_files` hold for the life of a process.
    """

    cpu_seconds: float = 20.0
    wall_seconds: float = 25.0
    address_space: int = 2 * 1024**3
    hard_cpu_seconds: int = 1_200
    open_files: int = 256

    def wall_error(self, where: str = "", **facts: Any) -> ExtractTimeout:
        """The error of a page that took over `wall_seconds`; `where` (" at record 17") stands behind its words.

        `facts` are kept with the error.
        """
        return ExtractTimeout(f"took over {self.wall_seconds:g} s{where}", limit=self.wall_seconds, **facts)

    def cpu_error(self, where: str = "") -> ExtractTimeout:
        """The error of a page that the kernel ended for using over `cpu_seconds`; `where` as in `wall_error`."""
        return ExtractTimeout(f"used over {self.cpu_seconds:g} s of processor time{where}", limit=self.cpu_seconds)

    def memory_error(self) -> OutOfMemory:
        """The error of a page that asked for more memory than a process may have."""
        return OutOfMemory(f"needs over {self.address_space:,} bytes of memory", limit=self.address_space)


class _PageTimeout(BaseException):
    """The page used up its wall time. Not an Exception, so that no `except Exception` swallows it."""


def enter_child(limits: PageLimits) -> None:
    """Limit this process for its life: its address space, and no core file. Limits can only be lowered."""
    _limit(resource.RLIMIT_AS, limits.address_space, limits.address_space)
    _limit(resource.RLIMIT_CORE, 0, 0)


def enter_horse(limits: PageLimits) -> None:
    """Limit a process that ends after few pages: as `enter_child`, and its open files and its CPU seconds in all.

    It is killed when its parent dies (Linux).
    """
    enter_child(limits)
    _limit(resource.RLIMIT_NOFILE, limits.open_files, limits.open_files)
    _limit(resource.RLIMIT_CPU, limits.hard_cpu_seconds, limits.hard_cpu_seconds)
    die_with_parent(signal.SIGKILL)


def die_with_parent(sig: signal.Signals) -> None:
    """Have the kernel send `sig` to this process when its parent dies. Does nothing but on Linux.

    Elsewhere the sweeper ends work-horses whose worker is gone.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(sig), 0, 0, 0)


def cpu_seconds() -> float:
    """Seconds of CPU that this process has used, user and system; its children's are not counted."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def allow_cpu(seconds: float) -> None:
    """Allow this process so many more seconds of CPU; the kernel then ends it with SIGXCPU, within a second."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    _limit(resource.RLIMIT_CPU, math.ceil(cpu_seconds() + seconds), hard)


@contextmanager
def page_limits(limits: PageLimits) -> Iterator[None]:
    """Hold what runs inside to the limits of one page. Main thread alone: it uses SIGALRM.

    Code that catches every Exception does not catch the end of the wall time. A stall inside one C call sees no signal:
    there the CPU limit ends the process with SIGXCPU. RQ's own alarm shares the timer: it is put aside, and set again
    at the end with what is left of it.

    Raises:
        ExtractTimeout: `wall_seconds` are over; wall and CPU seconds used stand in its facts.
        OutOfMemory: the page asked for more than the process may have.
    """
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    allow_cpu(limits.cpu_seconds)
    used, begun = cpu_seconds(), time.monotonic()
    handler = signal.signal(signal.SIGALRM, _raise_timeout)
    left, _ = signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds, _REPEAT)
    try:
        yield
    except _PageTimeout:
        wall, cpu = time.monotonic() - begun, cpu_seconds() - used
        raise limits.wall_error(wall=round(wall, 1), cpu=round(cpu, 1)) from None
    except MemoryError:
        raise limits.memory_error() from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler if handler is not None else signal.SIG_DFL)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - begun), _REPEAT))
        _limit(resource.RLIMIT_CPU, hard, hard)


def _raise_timeout(_signal: int, _frame: FrameType | None) -> None:
    raise _PageTimeout


def _limit(kind: int, soft: int, hard: int) -> None:
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = ceiling if hard == resource.RLIM_INFINITY else min(hard, ceiling)
    if hard != resource.RLIM_INFINITY:
        soft = hard if soft == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(kind, (soft, hard))


def runs(pid: int) -> bool:
    """Whether a process of this id is there, whoever it belongs to; one that has ended and was not waited for is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
