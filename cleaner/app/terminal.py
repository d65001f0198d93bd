"""What the command line says, and where: data on the standard output, everything else on the error stream.

Text that came from an input is shown with its control characters escaped, so that a file's name cannot
steer the terminal. A closed pipe ends a command quietly.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
from contextlib import suppress
from enum import StrEnum
from typing import Any

from cleaner.errors import CleanerError, StoreError

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class ClosedPipeError(Exception):
    """Whoever read our output has gone; not an OSError, so that no reader of files takes it for its own."""


class InterruptedRunError(Exception):
    """A run that somebody stopped; the message says how far it came."""


class Level(StrEnum):
    """How much it matters."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """What `--log-format` may say."""

    TEXT = "text"
    JSON = "json"


class Reporter:
    """Writes messages to the error stream, one line each, as text or as JSON objects."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False, log_format: LogFormat = LogFormat.TEXT) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.log_format = log_format

    @property
    def is_watched(self) -> bool:
        """Whether a person sees the error stream and wants to: a progress bar makes sense."""
        return not self.quiet and self.log_format is LogFormat.TEXT and sys.stderr.isatty()

    def say(self, level: Level, message: str, **facts: Any) -> None:
        """One message. Debug shows with -v only, info and warnings not with --quiet; errors always."""
        if level is Level.DEBUG and not self.verbose:
            return
        if self.quiet and level is not Level.ERROR:
            return
        if self.log_format is LogFormat.JSON:
            line = json.dumps({"level": level.value, "message": message, **facts}, default=str)
        else:
            prefix = {Level.ERROR: "error: ", Level.WARNING: "warning: "}.get(level, "")
            line = prefix + escape_controls(message)
        say_plainly(line)

    def fail(self, error: CleanerError) -> None:
        """The one line of an error."""
        self.say(Level.ERROR, str(error), code=error.code.value)


def say_plainly(line: str) -> None:
    """One line on the error stream, as it is. An error stream that is closed or full is no reason to stop."""
    with suppress(OSError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def escape_controls(text: str) -> str:
    r"""`text` on one line for a terminal: control and bidi characters escaped.

    >>> escape_controls("a\x1b[31mb\nc")
    'a\\x1b[31mb\\nc'
    """
    return _CONTROLS.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def open_standard_streams() -> None:
    """Where a standard stream is closed (`>&-`), put one in its place: an end for input, an error for output.

    Without it the next file that is opened would take its number, and be written to as if it were the terminal.
    """
    for number, name, flags in ((0, "stdin", os.O_RDONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, flags)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            mode = "r" if number == 0 else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def emit(data: str | bytes) -> None:
    """Write data to the standard output, text as UTF-8 whatever the locale says.

    Raises:
        ClosedPipeError: the reader has gone.
        StoreError: the output cannot be written (a full disk behind a redirection).
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data.encode("utf-8", "backslashreplace") if isinstance(data, str) else data)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ClosedPipeError from error
    except OSError as error:
        drop_stdout()
        closed = error.errno == errno.EBADF
        words = "is closed" if closed else error.strerror or "cannot be written"
        raise StoreError(words, subject="standard output") from error


def drop_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter's last flush cannot fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
