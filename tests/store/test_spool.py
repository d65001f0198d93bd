"""The spool: whole files under their hashes, nothing through links, damage never served."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import threading
from pathlib import Path

import pytest

from cleaner.errors import Corrupt, NotFound, StoreError
from cleaner.files.disk import StoreFault
from cleaner.store import Entry, SourceKind, open_store
from cleaner.store import spool as module
from cleaner.store.check import Fault, check
from cleaner.store.spool import Spool

PAGE = b"<html><p>The harbour reopened on Monday.</p></html>" * 20


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """An empty spool."""
    return Spool(tmp_path / "originals")


def file_of(spool: Spool, key: str) -> Path:
    """Where a key's file is."""
    return spool.root / key[:2] / key[2:4] / f"{key}.zst"


def test_what_goes_in_comes_out(spool: Spool) -> None:
    """Under its SHA-256, in two levels of directories, private and compressed."""
    key = spool.put(PAGE)
    assert (PAGE, True, [key]) == (spool.get(key), spool.have(key), list(spool.iterate()))
    path = file_of(spool, key)
    assert path.stat().st_size < len(PAGE) / 4
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert {0o700} == {stat.S_IMODE(p.stat().st_mode) for p in (spool.root, path.parent, path.parent.parent)}
    spool.delete(key)
    spool.delete(key)
    assert not spool.have(key)
    with pytest.raises(NotFound):
        spool.get(key)


@pytest.mark.parametrize("name", ["", "A" * 64, "../../../etc/passwd", "a" * 63, "a" * 64 + "\n"])
def test_s05_only_hashes_are_names(spool: Spool, name: str) -> None:
    """Nothing else reaches the file system (S5)."""
    for ask in (spool.get, spool.have, spool.delete):
        with pytest.raises(NotFound):
            ask(name)


def test_s05_links_are_not_followed(spool: Spool, tmp_path: Path) -> None:
    """Neither in the place of a file nor of a directory (S5)."""
    key = spool.put(PAGE)
    path = file_of(spool, key)
    moved = tmp_path / "elsewhere"
    path.rename(moved)
    path.symlink_to(moved)
    assert not spool.have(key)
    with pytest.raises(Corrupt):
        spool.get(key)
    path.unlink()
    path.parent.rmdir()
    (tmp_path / "folder").mkdir()
    path.parent.symlink_to(tmp_path / "folder")
    with pytest.raises(StoreError):
        spool.put(PAGE)
    assert [] == list((tmp_path / "folder").iterdir())


def test_a_pipe_in_the_place_of_a_file(spool: Spool) -> None:
    """It does not hang the reader."""
    key = spool.put(PAGE)
    file_of(spool, key).unlink()
    os.mkfifo(file_of(spool, key))
    with pytest.raises(Corrupt):
        spool.get(key)


def test_s04_damage_is_seen_and_mended(spool: Spool) -> None:
    """A flipped bit and a truncation are `Corrupt`; putting the same bytes again heals them (S4)."""
    key = spool.put(PAGE)
    path = file_of(spool, key)
    whole = path.read_bytes()
    for broken in (whole[:-4], whole[:12] + bytes([whole[12] ^ 4]) + whole[13:], b""):
        path.write_bytes(broken)
        with pytest.raises(Corrupt):
            spool.get(key)
        spool.put(PAGE)
        assert PAGE == spool.get(key)


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_s02_s03_a_failure_at_any_step_leaves_nothing(spool: Spool, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """No space at each step: a typed error, no file, no temporary file, and the next try works (S2, S3)."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        if step == "open":
            real = os.open

            def refuse(path: object, flags: int, *rest: object, **more: object) -> int:
                if flags & os.O_CREAT:
                    full()
                return real(path, flags, *rest, **more)  # type: ignore[arg-type]

            patched.setattr(module.os, "open", refuse)
        elif step == "write":
            patched.setattr(module, "pack", full)
        else:
            spool.put(b"makes the directories of its own only")
            patched.setattr(module.os, step, full)
        with pytest.raises(StoreError) as error:
            spool.put(PAGE)
        assert StoreFault.FULL is error.value.facts["reason"]
    assert [] == [p for p in spool.root.rglob("*") if ".tmp-" in p.name]
    assert PAGE == spool.get(spool.put(PAGE))


def test_s02_the_order_of_flushes(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is flushed, then renamed, then its directory is flushed (S2)."""
    spool.put(b"other")
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def flushed(handle: int) -> None:
        steps.append("directory" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def renamed(*paths: object, **more: object) -> None:
        steps.append("replace")
        replace(*paths, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(module.os, "fsync", flushed)
    monkeypatch.setattr(module.os, "replace", renamed)
    spool.put(PAGE)
    assert ["file", "replace", "directory"] == steps[-3:]


def test_s01_two_writers_and_a_reader(spool: Spool) -> None:
    """A reader sees the whole bytes or nothing, 300 rounds long; one file is left (S1)."""
    key = spool.put(PAGE)
    torn: list[Exception] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            spool.delete(key)
            spool.put(PAGE)

    def read() -> None:
        for _ in range(300):
            try:
                spool.get(key)
            except NotFound:
                continue
            except Corrupt as error:
                torn.append(error)
        stop.set()

    threads = [threading.Thread(target=work) for work in (write, write, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == torn
    assert [key] == list(spool.iterate())


def test_s02_what_a_kill_left_is_swept(spool: Spool) -> None:
    """Old temporary files go, fresh ones and kept files stay."""
    key = spool.put(PAGE)
    old = file_of(spool, key).parent / ".tmp-1-abc"
    new = file_of(spool, key).parent / ".tmp-2-def"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (1_000, 1_000))
    now = new.stat().st_mtime + 10
    assert 1 == spool.sweep(3_600, lambda: now)
    assert (False, True, [key]) == (old.exists(), new.exists(), list(spool.iterate()))


def test_the_store_with_a_spool(tmp_path: Path, spool: Spool) -> None:
    """Originals go to the spool and from it; the check tells what is on one side only (S7)."""
    text = "The harbour reopened."
    made = Entry("k", SourceKind.FILE, "a.html", text, hashlib.sha256(text.encode()).hexdigest(), original=PAGE)
    with open_store(str(tmp_path / "clean.db"), originals=spool) as store:
        (stored,) = store.put_many([made])
        assert PAGE == store.original(stored.id)
        orphan = spool.put(b"of no source")
        assert [(Fault.ORIGINAL_UNUSED, orphan)] == [(f.fault, f.subject) for f in check(store)]
        spool.delete(orphan)
        key = store.source(stored.id).original
        assert key is not None
        spool.delete(key)
        assert [(Fault.ORIGINAL_MISSING, key)] == [(f.fault, f.subject) for f in check(store)]
        with pytest.raises(NotFound):
            store.original(stored.id)
        store.delete_source(stored.id)
