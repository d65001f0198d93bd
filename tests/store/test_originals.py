"""Every keeper of originals keeps the same promises: the table, the directory, the object store, a real S3 server."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import ConfigError, Corrupt, NotFound, StoreError
from cleaner.files.disk import StoreFault
from cleaner.service.settings import load
from cleaner.store import ORIGINALS, Entry, Originals, SourceKind, open_store
from cleaner.store.check import Fault, check
from cleaner.store.originals_url import open_originals
from cleaner.store.spool import Spool

PAGE = b"<html><p>The harbour reopened on Monday.</p></html>" * 20
KINDS = ["table", "spool", "memory", "s3"]


@pytest.fixture(params=KINDS)
def keeper(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Originals]:
    """An empty keeper of each kind."""
    if request.param == "table":
        with open_store(str(tmp_path / "table.db")) as store:
            yield store.originals
    elif request.param == "spool":
        yield Spool(tmp_path / "originals")
    else:
        objects = pytest.importorskip("cleaner.store.objects", reason="obstore is not installed")
        if request.param == "s3":
            for name, value in request.getfixturevalue("s3").items():
                monkeypatch.setenv(name, value)
        place = f"s3://originals/{os.urandom(6).hex()}" if request.param == "s3" else "memory:///"
        yield objects.Objects(place, plain=True)


def spoil(keeper: Any, key: str, change: bytes | None) -> None:
    """Damage what is kept under a key: these bytes instead, or (None) its last bytes cut off."""
    name = f"{key[:2]}/{key[2:4]}/{key}.zst"
    if isinstance(keeper, Spool):
        path = keeper.root / name
        path.write_bytes(path.read_bytes()[:-4] if change is None else change)
    elif hasattr(keeper, "url"):
        import obstore  # noqa: PLC0415 - an extra

        store = keeper._store()
        obstore.put(store, name, bytes(obstore.get(store, name).bytes())[:-4] if change is None else change)
    else:
        with keeper._engine.begin() as connection:
            blob = connection.execute(ORIGINALS.select().where(ORIGINALS.c.sha256 == key)).one().content
            connection.execute(ORIGINALS.update().values(content=blob[:-4] if change is None else change))


def test_what_goes_in_comes_out(keeper: Originals) -> None:
    """Under its SHA-256, once; deleting twice is no error."""
    keys = keeper.put_many([PAGE, b"other", PAGE, b""])
    assert tuple(hashlib.sha256(one).hexdigest() for one in (PAGE, b"other", PAGE, b"")) == keys
    assert [PAGE, b"other", b""] == [keeper.get(key) for key in (keys[0], keys[1], keys[3])]
    assert sorted(set(keys)) == list(keeper.iterate())
    keeper.put_many([PAGE])
    assert sorted(set(keys)) == list(keeper.iterate())
    keeper.delete(keys[0])
    keeper.delete(keys[0])
    assert not keeper.have(keys[0])
    assert keeper.have(keys[1])
    with pytest.raises(NotFound):
        keeper.get(keys[0])


@pytest.mark.parametrize("name", ["", "A" * 64, "../../../etc/passwd", "a" * 63, "a" * 64 + "\n"])
def test_only_hashes_are_names(keeper: Originals, name: str) -> None:
    """Nothing else is looked for (S5)."""
    for ask in (keeper.get, keeper.have):
        with pytest.raises(NotFound):
            ask(name)


def test_damage_is_never_served(keeper: Originals) -> None:
    """A truncation and other bytes are `Corrupt` (S4); keepers of files and objects are mended by the same bytes."""
    (key,) = keeper.put_many([PAGE])
    for change in (None, b"", b"no frame at all"):
        spoil(keeper, key, change)
        with pytest.raises(Corrupt):
            keeper.get(key)
        if isinstance(keeper, Spool) or hasattr(keeper, "url"):
            keeper.put_many([PAGE])
        else:
            keeper.delete(key)
            keeper.put_many([PAGE])
        assert PAGE == keeper.get(key)


def test_many_are_listed_in_order(keeper: Originals) -> None:
    """More than one page of a listing."""
    keys = keeper.put_many([b"%d" % n for n in range(1_100)])
    assert sorted(keys) == list(keeper.iterate())


def test_a_store_with_each(keeper: Originals, tmp_path: Path) -> None:
    """Originals go to the keeper and from it; the check tells what is on one side only (S7)."""
    if not isinstance(keeper, Spool) and not hasattr(keeper, "url"):
        pytest.skip("the table is the store's own; its tests are there")
    text = "The harbour reopened."
    made = Entry("k", SourceKind.FILE, "a.html", text, hashlib.sha256(text.encode()).hexdigest(), original=PAGE)
    with open_store(str(tmp_path / "clean.db"), originals=keeper) as store:
        (stored,) = store.put_many([made])
        assert PAGE == store.original(stored.id)
        (orphan,) = keeper.put_many([b"of no source"])
        assert [(Fault.ORIGINAL_UNUSED, orphan)] == [(f.fault, f.subject) for f in check(store)]
        keeper.delete(orphan)
        store.delete_source(stored.id)
        assert [] == list(keeper.iterate())


def test_an_object_store_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typed error that says trying again can help, within the patience of a submission."""
    objects = pytest.importorskip("cleaner.store.objects", reason="obstore is not installed")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "us-east-1"}.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        keeper = objects.Objects("s3://originals/x", plain=True)
        for ask in (lambda: keeper.put(PAGE), lambda: keeper.have("a" * 64), lambda: list(keeper.iterate())):
            with pytest.raises(StoreError) as error:
                ask()
            assert (StoreFault.UNREACHABLE, True) == (error.value.facts["reason"], error.value.facts["transient"])


def test_an_endpoint_without_tls_is_spoken_to_only_where_it_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings see an http:// endpoint and say so to the keeper; a keeper that was not told refuses it."""
    objects = pytest.importorskip("cleaner.store.objects", reason="obstore is not installed")
    assert not load({"CLEANER_ORIGINALS_URL": "s3://originals/x"}).originals_plain
    assert not load({"AWS_ENDPOINT_URL": "https://storage.example"}).originals_plain
    for name in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AZURE_STORAGE_ENDPOINT"):
        assert load({name: "http://127.0.0.1:9000"}).originals_plain
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "us-east-1"}.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(StoreError):
            objects.Objects("s3://originals/x").have("a" * 64)
        with pytest.raises(TimeoutError):  # nobody ever knocked
            listener.accept()


def test_wrong_credentials_are_refused(s3: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not an absence: nothing is `NotFound` because a key is wrong."""
    objects = pytest.importorskip("cleaner.store.objects")
    for name, value in (s3 | {"AWS_SECRET_ACCESS_KEY": "wrong"}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreError) as error:
        objects.Objects("s3://originals/x", plain=True).get("a" * 64)
    assert not isinstance(error.value, NotFound)
    assert StoreFault.REFUSED is error.value.facts["reason"]


def test_which_keeper_a_url_means(tmp_path: Path) -> None:
    """A path and file:// are a directory, s3:// an object store, nothing the store itself."""
    assert open_originals("") is None
    for url in (str(tmp_path / "a b"), f"file://{tmp_path}/a%20b"):
        spool = open_originals(url)
        assert isinstance(spool, Spool)
        assert tmp_path / "a b" == spool.root
    pytest.importorskip("obstore", reason="obstore is not installed")
    assert "Objects" == type(open_originals("s3://bucket/prefix")).__name__
    for wrong in ("ftp://host/x", "s4://bucket", "s3://", "file://elsewhere/x"):
        with pytest.raises(ConfigError):
            open_originals(wrong)
