"""What the command line reads besides files: addresses, and archives of many inputs."""

from __future__ import annotations

import gzip
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from commandline import PAGE, PROSE, TEXT, run
from listeners import Listener, Request, respond


@pytest.fixture
def web() -> Iterator[str]:
    """A server with a page, a text in Latin-1 and nothing else; its address."""

    def answer(request: Request) -> None:
        latin = {"Content-Type": "text/plain; charset=iso-8859-1"}
        known = {
            "/page": respond(PAGE.encode()),
            "/text": respond(f"{PROSE} Soir\u00e9e.".encode("latin-1"), headers=latin),
        }
        request.send(known.get(request.path, respond(b"", status="404 Not Found")))

    with closing(Listener(answer)) as listener:
        yield f"127.0.0.1:{listener.port}"


def test_an_address_is_fetched(web: str) -> None:
    """The page's body, its encoding as the server says, and where it came from."""
    allowed = {"CLEANER_FETCH_ALLOW": web}
    page = run("clean", f"http://{web}/page", **allowed)
    assert (0, b"") == (page.returncode, page.stderr)
    assert PROSE in page.stdout.decode()
    assert "Soir\u00e9e" in run("clean", f"http://{web}/text", **allowed).stdout.decode()
    missing = run("clean", f"http://{web}/none", **allowed)
    assert (1, True) == (missing.returncode, b"404" in missing.stderr)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://169.254.169.254/", "http://localhost/", "http://[::1]/"]
)
def test_no_private_address_is_fetched(address: str) -> None:
    """The guard stands before the command line too."""
    ended = run("clean", address)
    assert (1, b"") == (ended.returncode, ended.stdout)
    assert b"refused" in ended.stderr


def test_addresses_go_into_a_folder_and_a_store(web: str, tmp_path: Path) -> None:
    """One that fails costs a line; the store says where the others are from."""
    urls = [f"http://{web}/{name}" for name in ("page", "text", "none")]
    said = ("--out", tmp_path / "out", "--store", tmp_path / "s.db")
    ended = run("clean", *urls, *said, CLEANER_FETCH_ALLOW=web)
    assert 1 == ended.returncode
    assert {"page.txt", "text.txt"} == {p.name for p in (tmp_path / "out").rglob("*.txt")}
    with sqlite3.connect(tmp_path / "s.db") as opened:
        kept = opened.execute("SELECT kind, locator FROM sources ORDER BY locator").fetchall()
    opened.close()
    assert [("url", urls[0]), ("url", urls[1])] == kept


def archive(path: Path) -> Path:
    """A zip of a page, a text, and an image that is none."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("news/a.html", PAGE)
        packed.writestr("b.txt", TEXT)
        packed.writestr("c.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    return path


def test_a_zip_is_read_entry_by_entry(tmp_path: Path) -> None:
    """By name and through a pipe; what is neither page nor text is said and stops nothing."""
    path = archive(tmp_path / "a.zip")
    by_name, by_pipe = run("clean", path), run("clean", "-", stdin=path.read_bytes())
    lines = [json.loads(line) for line in by_name.stdout.splitlines()]
    assert ["news/a.html", "b.txt", "c.png"] == [line["id"] for line in lines]
    assert ["ok", "ok", "unsupported"] == [line["cleaner"]["status"] for line in lines]
    assert PROSE in lines[0]["text"]
    assert by_name.stdout == by_pipe.stdout


def test_a_broken_zip_is_said(tmp_path: Path) -> None:
    """One line, and an exit code."""
    path = archive(tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-30])
    ended = run("clean", path)
    assert (1, True) == (ended.returncode, b"not a zip archive" in ended.stderr)


def test_an_entry_that_unpacks_to_too_much_fails_alone(tmp_path: Path) -> None:
    """The limit is of each entry."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.txt", b" " * 10_000_001)
        packed.writestr("b.txt", TEXT)
    ended = run("clean", path)
    assert [b"failed" in line for line in ended.stdout.splitlines()] == [True, False]
    assert b"over the limit" in ended.stderr


def test_rows_over_the_limit_of_one_input_are_read(tmp_path: Path) -> None:
    """JSON lines of more than 10 MB, packed or not: the limit is of a record."""
    row = json.dumps({"text": "word " * 20_000}) + "\n"
    content = (row * 120).encode()
    assert len(content) > 10_000_000
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(content))
    ended = run("clean", tmp_path / "a.jsonl.gz", "-j", "2")
    assert (0, 120) == (ended.returncode, ended.stdout.count(b"\n"))


def test_an_empty_name_is_said_and_is_not_the_folder_that_one_stands_in(tmp_path: Path) -> None:
    """`cleaner clean "$FILE"` without a FILE."""
    (tmp_path / "a.txt").write_text(TEXT)
    for command in (("clean", ""), ("batch", "", "--out", str(tmp_path / "out"))):
        ended = run(*command, cwd=tmp_path)
        assert ended.returncode in {1, 3}
        assert b"an empty name" in ended.stderr
        assert not list(tmp_path.glob("out/*.txt"))
