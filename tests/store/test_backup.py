"""A backup is whole, taken while others write, and comes back only where nothing stands."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cleaner.errors import ConfigError, Corrupt, NotFound, StoreError
from cleaner.store import Entry, SourceKind
from cleaner.store.backup import back_up, restore
from cleaner.store.check import check
from cleaner.store.originals_url import open_store_with_originals
from cleaner.store.store import open_store


def entry(number: int) -> Entry:
    """A source with an original."""
    body = f"The text of number {number}."
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Entry(f"k{number}", SourceKind.TEXT, f"n{number}", body, digest, original=f"<p>{number}</p>".encode())


def test_originals_outside_the_database_come_along(tmp_path: Path) -> None:
    """They are in the backup, and after the restore in the one file, whatever became of their directory."""
    place = str(tmp_path / "clean.db")
    with open_store_with_originals(place, str(tmp_path / "spool")) as store:
        stored = store.put_many([entry(n) for n in range(3)])
        made = back_up(store, tmp_path / "backup")
        store.put_many([entry(9)])
    assert (made.sources, made.originals) == (3, 3)
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    assert restore(tmp_path / "backup", str(tmp_path / "again.db")) == made
    (tmp_path / "spool").rename(tmp_path / "gone")
    with open_store(str(tmp_path / "again.db"), create=False) as store:
        assert store.original(stored[2].id) == b"<p>2</p>"
        assert store.recall("id") == made.store
        assert [] == list(check(store))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A full directory, a store that stands there, no backup, a damaged one: each is said."""
    with open_store(str(tmp_path / "clean.db")) as store:
        store.put_many([entry(1)])
        back_up(store, tmp_path / "backup")
        with pytest.raises(ConfigError, match="not empty"):
            back_up(store, tmp_path / "backup")
    with pytest.raises(ConfigError, match="a store already"):
        restore(tmp_path / "backup", str(tmp_path / "clean.db"))
    with pytest.raises(NotFound):
        restore(tmp_path / "nothing", str(tmp_path / "new.db"))
    database = tmp_path / "backup" / "store.db"
    database.write_bytes(database.read_bytes()[:8_192] + b"damaged" * 500)
    with pytest.raises((Corrupt, StoreError)):
        restore(tmp_path / "backup", str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("damaged", ["note", "original"])
def test_what_cannot_be_restored_leaves_nothing_that_stands_in_the_way(tmp_path: Path, damaged: str) -> None:
    """The second attempt fails as the first did, and with the file mended the third succeeds."""
    with open_store_with_originals(str(tmp_path / "clean.db"), str(tmp_path / "spool")) as store:
        store.put_many([entry(n) for n in range(3)])
        made = back_up(store, tmp_path / "backup")
    files = {"note": "backup.json", "original": "originals/**/*"}
    file = next(path for path in sorted((tmp_path / "backup").glob(files[damaged])) if path.is_file())
    content = file.read_bytes()
    file.write_bytes(b"[1" + content[2:])
    for _ in range(2):
        with pytest.raises(Corrupt):
            restore(tmp_path / "backup", str(tmp_path / "new.db"))
        assert not list(tmp_path.glob("new.db*"))
    file.write_bytes(content)
    assert restore(tmp_path / "backup", str(tmp_path / "new.db")) == made
