"""Bytes on disk under their SHA-256: `ab/cd/<sha>.zst` below one directory.

A file appears whole or not at all: it is written under a temporary name, flushed, renamed and the
directory flushed. Nothing is followed through symbolic links, files are 0600 and directories 0700, and
what is read is checked against its name. The methods are those of `cleaner.store.Originals`,
so that another keeper (an object store, say) can take its place.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cleaner.errors import Corrupt, NotFound
from cleaner.files.disk import as_disk_errors
from cleaner.store.codec import pack, unpack
from cleaner.store.originals import sha256, verified_original
from cleaner.store.records import checked_hash

_SUFFIX = ".zst"
_TEMPORARY = ".tmp-"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_PLAIN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NAME_TRIES = 16


class Spool:
    """A directory of content-addressed files. Made where it is missing; processes may share it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with as_disk_errors(str(root)):
            root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        """Keep `content`; its key. What is kept already and whole is not written again.

        Raises:
            StoreError: full, read-only, or failing; nothing half-written stays under a key.
        """
        key = sha256(content)
        with as_disk_errors(str(self.root)):
            home = self._home(key, make=True)
            try:
                if not self._whole(home, key, content):
                    _write(home, key + _SUFFIX, pack(content))
            finally:
                os.close(home)
        return key

    def put_many(self, contents: Sequence[bytes]) -> tuple[str, ...]:
        """Keep each of `contents`; their keys."""
        return tuple(self.put(content) for content in contents)

    def get(self, key: str) -> bytes:
        """The bytes under `key`, verified.

        Raises:
            NotFound: nothing is kept there, or this is not a key.
            Corrupt: the file is damaged, or something that is not a plain file stands in its place.
        """
        blob = self._read(checked_hash(key))
        if blob is None:
            raise NotFound("no such original", subject=key)
        return verified_original(unpack(blob, key), key)

    def have(self, key: str) -> bool:
        """Whether a plain file stands under `key`; its content is not looked at."""
        checked_hash(key)
        with as_disk_errors(str(self.root)):
            try:
                home = self._home(key, make=False)
            except FileNotFoundError:
                return False
            try:
                return stat.S_ISREG(os.stat(key + _SUFFIX, dir_fd=home, follow_symlinks=False).st_mode)
            except FileNotFoundError:
                return False
            finally:
                os.close(home)

    def delete(self, key: str) -> None:
        """Forget what is kept under `key`, if anything is."""
        checked_hash(key)
        with as_disk_errors(str(self.root)):
            try:
                home = self._home(key, make=False)
            except FileNotFoundError:
                return
            try:
                os.unlink(key + _SUFFIX, dir_fd=home)
                os.fsync(home)
            except FileNotFoundError:
                return
            finally:
                os.close(home)

    def iterate(self) -> Iterator[str]:
        """All keys in order."""
        for path in self._files():
            if path.name.endswith(_SUFFIX):
                yield path.name.removesuffix(_SUFFIX)

    def size(self) -> int:
        """Bytes the kept files take up, as written."""
        return sum(path.lstat().st_size for path in self._files())

    def sweep(self, older_than: float, now: Callable[[], float]) -> int:
        """Remove temporary files not touched for `older_than` seconds; how many there were."""
        swept = 0
        with as_disk_errors(str(self.root)):
            for path in self._files():
                if path.name.startswith(_TEMPORARY) and now() - path.lstat().st_mtime > older_than:
                    path.unlink(missing_ok=True)
                    swept += 1
        return swept

    def _files(self) -> Iterator[Path]:
        for first in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for second in sorted(first.glob("[0-9a-f][0-9a-f]")):
                if not first.is_symlink() and not second.is_symlink():
                    yield from sorted(p for p in second.iterdir() if p.is_file() and not p.is_symlink())

    def _home(self, key: str, *, make: bool) -> int:
        """A descriptor of the directory of `key`; no step of the way may be a symbolic link."""
        at = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        for name in (key[:2], key[2:4]):
            try:
                below = _descend(at, name, make=make)
            finally:
                os.close(at)
            at = below
        return at

    def _read(self, key: str) -> bytes | None:
        with as_disk_errors(str(self.root)):
            try:
                home = self._home(key, make=False)
            except FileNotFoundError:
                return None
            try:
                return _content(home, key)
            finally:
                os.close(home)

    def _whole(self, home: int, key: str, content: bytes) -> bool:
        try:
            blob = _content(home, key)
            return blob is not None and unpack(blob, key) == content
        except Corrupt:
            return False


def _descend(at: int, name: str, *, make: bool) -> int:
    try:
        return os.open(name, _DIRECTORY, dir_fd=at)
    except FileNotFoundError:
        if not make:
            raise
    try:
        os.mkdir(name, 0o700, dir_fd=at)
        os.fsync(at)
    except FileExistsError:
        pass  # another writer was faster
    return os.open(name, _DIRECTORY, dir_fd=at)


def _content(home: int, key: str) -> bytes | None:
    try:
        handle = os.open(key + _SUFFIX, _PLAIN_FILE, dir_fd=home)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Corrupt("not a plain file", subject=key) from error
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Corrupt("not a plain file", subject=key)
        return stream.read()


def _write(home: int, name: str, content: bytes) -> None:
    """Write `name` in the open directory `home`: temporary file, flush, rename, flush of the directory."""
    for _ in range(_NAME_TRIES):
        temporary = f"{_TEMPORARY}{os.getpid()}-{os.urandom(6).hex()}"
        try:
            handle = os.open(temporary, _NEW_FILE, 0o600, dir_fd=home)
            break
        except FileExistsError:
            continue
    else:
        raise FileExistsError(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, name, src_dir_fd=home, dst_dir_fd=home)
    except BaseException:
        os.unlink(temporary, dir_fd=home)
        raise
    os.fsync(home)
