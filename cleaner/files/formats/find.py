"""Which files the arguments of a command mean, in an order that never varies.

An argument is a file, a directory (walked wholly), a glob, an http(s) address, or `-`. Symbolic links to
directories are not followed, so that loops cannot trap the walk; hidden names are left out. A pipe or device is
read when it is named, and skipped where the walk meets it.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

STDIN = "-"
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Found:
    """An input. `relative` is its place in the output's tree; a `stream` has no size until it is read."""

    path: str
    relative: str
    stream: bool = False

    @property
    def is_url(self) -> bool:
        """Whether it is to be fetched."""
        return self.path.lower().startswith(_WEB)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not read, and why; `failed` where a user would call that an error."""

    path: str
    reason: str
    failed: bool = False


def find(arguments: Iterable[str], *, outside: Path | None = None) -> Iterator[Found | Skipped]:
    """Everything `arguments` mean. The directory `outside` (where outputs go) is never entered."""
    barred = _identity(outside) if outside else None
    for argument in arguments:
        if argument == STDIN:
            yield Found(STDIN, "stdin", stream=True)
        elif not argument:  # a variable that is not set; a path of it would be the directory we are in
            yield Skipped("''", "an empty name", failed=True)
        elif argument.lower().startswith(_WEB):
            yield Found(argument, _web_place(argument), stream=True)
        elif os.path.lexists(argument) or not glob.has_magic(argument):
            yield from _inputs_of(argument, barred)
        else:
            yield from _glob_inputs(argument, barred)


def _glob_inputs(pattern: str, barred: tuple[int, int] | None) -> Iterator[Found | Skipped]:
    # Path.glob takes no absolute pattern.
    matches = sorted(glob.glob(pattern, recursive=True), key=os.fsencode)  # noqa: PTH207 - see above
    if not matches:
        yield Skipped(pattern, "nothing matches", failed=True)
    deep = "**" in pattern
    for match in matches:
        # `**` goes through links to directories, and brings the files of each directory by themselves.
        if not deep or not (Path(match).is_dir() or _through_link(match, pattern)):
            yield from _inputs_of(match, barred)


def _through_link(match: str, pattern: str) -> bool:
    fixed = len(Path(pattern.partition("**")[0]).parts)
    folders = Path(match).parent.parts
    return any(Path(*folders[: count + 1]).is_symlink() for count in range(fixed, len(folders)))


def _inputs_of(argument: str, barred: tuple[int, int] | None) -> Iterator[Found | Skipped]:
    try:
        found = Path(argument).stat()
    except OSError as error:
        yield Skipped(argument, error.strerror or "cannot be read", failed=True)
        return
    if stat.S_ISDIR(found.st_mode):
        yield from _walk(argument, barred)
    else:
        yield Found(argument, _place(argument), stream=not stat.S_ISREG(found.st_mode))


def _place(argument: str) -> str:
    """Where a file that was named stands in the output: its path below the working directory, or its name."""
    relative = os.path.relpath(argument)
    return Path(argument).name if relative.startswith(os.pardir) else relative


def _web_place(url: str) -> str:
    """Where a page stands in the output: below its host, under its path and query."""
    try:
        parts = urlsplit(url)
    except ValueError:  # whoever fetches it says what is wrong
        return "page"
    path = parts.path if parts.path.strip("/") and not parts.path.endswith("/") else f"{parts.path}/index"
    return f"{parts.netloc.rpartition('@')[2]}/{path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def _walk(root: str, barred: tuple[int, int] | None) -> Iterator[Found | Skipped]:
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if barred is not None and folder != root and _identity(folder) == barred:
            continue
        try:
            with os.scandir(folder) as entries:
                names = sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: os.fsencode(e.name))
        except OSError as error:
            yield Skipped(folder, error.strerror or "cannot be read", failed=True)
            continue
        below: list[str] = []
        for entry in names:
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.path)
            else:
                yield _input_of_entry(entry, root)
        waiting.extend(reversed(below))


def _input_of_entry(entry: os.DirEntry[str], root: str) -> Found | Skipped:
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        return Skipped(entry.path, error.strerror or "cannot be read", failed=True)
    if stat.S_ISREG(mode):
        return Found(entry.path, os.path.relpath(entry.path, root))
    return Skipped(entry.path, _KINDS.get(stat.S_IFMT(mode), "not a plain file"))


_KINDS = {
    stat.S_IFDIR: "a symbolic link to a directory is not followed",
    stat.S_IFIFO: "a named pipe is not read here",
    stat.S_IFSOCK: "a socket is not read",
    stat.S_IFCHR: "a device is not read here",
    stat.S_IFBLK: "a device is not read here",
}


def _identity(path: Path | str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
