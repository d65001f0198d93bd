"""The command line. It assembles the command modules and turns every ending into a documented exit code.

    0    all good (also when the reader of our output went away)
    1    some items failed
    2    wrong usage
    3    nothing usable: the input cannot be read, or nothing is stored under that name
    4    wrong settings, or a phrase pack that does not load
    5    the store or Redis cannot be used
    130  interrupted

A command module has `register(app)` and imports what is heavy inside its commands: `cleaner --help` loads
no parser and no extractor.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated

import typer
from typer.exceptions import TyperException

from cleaner.app.terminal import (
    ClosedPipeError,
    InterruptedRunError,
    Reporter,
    drop_stdout,
    emit,
    escape_controls,
    open_standard_streams,
    say_plainly,
)
from cleaner.errors import CleanerError, ExitCode, StoreError

# The order is that of `cleaner --help`.
MODULES = ("clean", "batch", "rules", "explain", "learn", "store", "service", "queue", "maintenance", "remote")

_EPILOG = (
    "Exit codes: 0 all good, 1 some items failed, 2 usage, 3 bad input, 4 bad settings, "
    "5 store or queue unavailable, 130 interrupted."
)


def build() -> typer.Typer:
    """The application with all its commands."""
    app = typer.Typer(
        name="cleaner",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Clean article bodies from web pages and scraped texts, with a reason for every removed line.",
        epilog=_EPILOG,
    )
    app.callback()(_options)
    for name in MODULES:
        import_module(f"cleaner.app.commands.{name}").register(app)
    return app


def main() -> None:
    """Entry point of the `cleaner` script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit code. Every error of ours is one line on the error stream."""
    open_standard_streams()
    reporter = Reporter()
    try:
        code = build()(list(arguments), prog_name="cleaner", standalone_mode=False)
    except TyperException as error:
        message = escape_controls(error.format_message().strip())
        if message:  # without a command its help was escape_controls, and there is nothing to add
            say_plainly(f"error: {message} (see `cleaner --help`)")
        return ExitCode.USAGE.value
    except SystemExit as ended:  # typer's own end where the reader of a help text has gone
        if not isinstance(ended.__context__, BrokenPipeError):
            raise
        drop_stdout()
        return ExitCode.OK.value
    except OSError as error:  # a help text that cannot be written; everything else is an error of ours
        if error.errno not in {errno.EBADF, errno.ENOSPC}:
            raise
        drop_stdout()
        reporter.fail(StoreError(error.strerror or "cannot be written", subject="standard output"))
        return ExitCode.UNAVAILABLE.value
    except typer.Abort:
        code = ExitCode.INTERRUPTED.value
    except ClosedPipeError:
        drop_stdout()
        return ExitCode.OK.value
    except InterruptedRunError as stopped:
        say_plainly(str(stopped))
        return ExitCode.INTERRUPTED.value
    except CleanerError as error:
        reporter.fail(error)
        return error.exit_code.value
    if code == ExitCode.INTERRUPTED.value:
        say_plainly("interrupted")
    return int(code or 0)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata  # noqa: PLC0415 - slow to load

        emit(f"cleaner {metadata.version('cleaner')} ({'compiled' if _is_compiled() else 'plain Python'})\n")
        raise typer.Exit


def _is_compiled() -> bool:
    """Whether the core is machine code (hatch_build.py); it decides the same as plain Python."""
    core = find_spec("cleaner.measure")
    return core is not None and core.origin is not None and not core.origin.endswith(".py")


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


if __name__ == "__main__":
    main()
