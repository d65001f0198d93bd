"""Where each input of a batch stands in the output's tree: a place and a name of its own, the same after a restart."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from cleaner.files import formats
from cleaner.files.formats import Found
from cleaner.files.manifest import Line


class Places:
    """Gives each input of a batch a place in the output's tree, and an output, that no other input has."""

    def __init__(self, *, keep_suffix: bool) -> None:
        self._keep_suffix = keep_suffix
        self._stands: dict[str, str] = {}  # place in the output's tree -> path of the input
        self._earlier: dict[str, str] = {}  # path of an input of earlier runs -> its place
        self._owner: dict[str, str] = {}  # the same, the other way round
        self._paths: set[str] = set()
        self._owners: dict[str, str] = {}  # output, as the strictest file system sees it -> input

    def keep_places(self, earlier: Mapping[str, Line]) -> None:
        """Give the inputs of earlier runs, by their names, the places that they had."""
        self._owner = {name: line.path for name, line in earlier.items() if line.path}
        self._earlier = {path: name for name, path in self._owner.items()}

    def keep_outputs(self, earlier: Iterable[Line]) -> None:
        """Give the inputs of earlier runs the outputs that they had."""
        self._owners = {formats.collision_key(line.output): line.input for line in earlier if line.output}

    def path_of(self, place: str) -> str | None:
        """The path of the input that has this place, or None where none has it."""
        return self._stands.get(place)

    def add(self, found: Found) -> Found | None:
        """Give an input its place; returns the input with it, or None where the same file was met before.

        Two directories may hold files of one name: the second stands under its whole path. In a later run each keeps
        its place, in whatever order they are named.
        """
        path = found.path if found.stream else os.path.abspath(found.path)  # noqa: PTH100 - links stay what they are
        if path in self._paths:
            return None
        self._paths.add(path)
        ways = [found.relative, found.path.lstrip("/")]
        if path in self._earlier:
            ways.insert(0, self._earlier[path])
        place = next((way for way in ways if self._is_free(way, path)), f"{found.path}~{_digest(path)}")
        self._stands[place] = path
        return replace(found, relative=place)

    def _is_free(self, place: str, path: str) -> bool:
        """Whether nobody else stands there: of this run, or of an earlier one if that file is still where it was."""
        earlier = self._owner.get(place, path)
        return place not in self._stands and (earlier == path or not os.path.lexists(earlier))

    def name_output(self, found: Found, suffix: str) -> PurePosixPath:
        """The output of an input: one that no other has, whatever file system it is on, and the same after a restart.

        Where `a.html` and `a.txt` (or `A.html`) meet, the second keeps its suffix: `a.txt.txt`.
        """
        names = [
            formats.output_name(found.relative, suffix, append=self._keep_suffix),
            formats.output_name(found.relative, suffix, append=True),
            formats.output_name(f"{found.relative}~{_digest(found.relative)}", suffix, append=True),
        ]
        owners = [self._owners.get(formats.collision_key(name)) for name in names]
        wanted = found.relative if found.relative in owners else None
        chosen = names[owners.index(wanted)]
        self._owners[formats.collision_key(chosen)] = found.relative
        return chosen


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]
