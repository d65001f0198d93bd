"""How a child tells its supervisor that it takes work: one byte through an inherited pipe."""

from __future__ import annotations

import os

VARIABLE = "CLEANER_CHILD_READY"  # the descriptor of the pipe's end to write to


def announce_ready() -> None:
    """Tell the supervisor, where it asked, that this process takes work from now on; once."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor:
        try:
            os.write(int(descriptor), b"1")
        except BrokenPipeError:  # it gave up waiting
            pass
        finally:
            os.close(int(descriptor))
