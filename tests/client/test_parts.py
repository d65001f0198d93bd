"""What is larger than a service takes at once goes in parts, and nothing of it is lost."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from cleaner.client import parts
from cleaner.client.parts import Part, item_of_row, parts_of
from cleaner.errors import Malformed, NotReadable, TooLarge

PAGE = "<html><body><p>The harbour reopened on day {}, the council said.</p></body></html>"


def taken(path: Path) -> list[tuple[bytes, Part]]:
    """Each part with its content, closed as whoever takes it has to."""
    found = []
    for part in parts_of(path):
        with part.content:
            part.content.seek(0)
            found.append((part.content.read(), part))
    return found


def names(path: Path) -> list[list[str]]:
    """The names in each part of a folder or an archive."""
    found = []
    for part in parts_of(path):
        with part.content, zipfile.ZipFile(part.content) as archive:
            found.append(archive.namelist())
            assert part.items == len(archive.namelist())
    return found


def test_a_folder_goes_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By bytes and by files; rows and archives in it are parts of their own."""
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x" * 100)
    monkeypatch.setattr(parts, "PART_FILES", 2)
    assert [["0.txt", "1.txt"], ["2.txt", "3.txt"], ["4.txt"]] == names(tmp_path)
    monkeypatch.setattr(parts, "PART_BYTES", 150)
    assert [[f"{number}.txt"] for number in range(5)] == names(tmp_path)
    (tmp_path / "rows.jsonl").write_text('{"text": "a"}\n')
    assert [1] * 6 == [part.items for _, part in taken(tmp_path)]


def test_a_zip_is_packed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its entries keep their names; one that is too large is named."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            archive.writestr(f"n/{number}.html", PAGE.format(number))
        archive.writestr("big.html", "x" * 500)
    monkeypatch.setattr(parts, "PART_FILES", 2)
    monkeypatch.setattr(parts, "MAX_INPUT", 300)
    assert [["n/0.html", "n/1.html"], ["n/2.html"]] == names(path)
    assert [f"{path}#big.html"] == [name for _, part in taken(path) for name in part.left_out]


def test_rows_go_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed or not, each row once and in order."""
    rows = [{"text": f"Text {number}."} for number in range(7)]
    content = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "a.jsonl").write_text(content)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(content.encode()))
    monkeypatch.setattr(parts, "PART_ROWS", 3)
    for name in ("a.jsonl", "a.jsonl.gz"):
        found = [content for content, _ in taken(tmp_path / name)]
        assert [3, 3, 1] == [one.count(b"\n") for one in found]
        assert rows == [json.loads(line) for line in b"".join(found).splitlines()]
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(content.encode())[:-9])
    with pytest.raises(Malformed, match="gzip"):
        taken(tmp_path / "b.jsonl.gz")


def test_a_row_of_a_corpus_becomes_an_item() -> None:
    """A text's `url` is where it came from, what the API does not know is given back, what is no object stays."""
    row = {"text": "A.", "url": "https://example.org/a", "id": 7, "date": "2026-01-01"}
    item = {"text": "A.", "source_url": "https://example.org/a", "metadata": {"id": 7, "date": "2026-01-01"}}
    assert item == json.loads(item_of_row(json.dumps(row).encode()))
    assert {"url": "https://example.org/a"} == json.loads(item_of_row(b'{"url": "https://example.org/a"}\n'))
    assert b"broken\n" == item_of_row(b" broken \n")
    assert b"" == item_of_row(b" \n")


def web_archive(count: int) -> bytes:
    """A WARC of so many pages, with a request before each."""
    out = b""
    for number in range(count):
        page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE.format(number)}".encode()
        for kind, block in (("request", b"GET / HTTP/1.1\r\n\r\n"), ("response", page)):
            head = (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
                f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            out += gzip.compress(head.encode() + block + b"\r\n\r\n")
    return out


def test_a_web_archive_goes_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page with its address and its answer's head; requests are left out."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(web_archive(5))
    monkeypatch.setattr(parts, "PART_ROWS", 2)
    pages = []
    for content, _ in taken(path):
        for record in ArchiveIterator(io.BytesIO(content)):
            assert "text/html" == record.http_headers.get_header("Content-Type")
            pages.append((record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read().decode()))
    assert [(f"https://example.org/{n}", PAGE.format(n)) for n in range(5)] == pages


def test_an_archive_that_breaks_off_is_said(tmp_path: Path) -> None:
    """Not sent as if it were whole."""
    path = tmp_path / "a.warc"
    path.write_bytes(gzip.decompress(web_archive(2))[:-20])
    with pytest.raises(Malformed, match="cut short"):
        taken(path)
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(Malformed, match="not a zip"):
        taken(tmp_path / "a.zip")


def test_nothing_to_send_is_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder gives nothing, a missing file and one that holds only too much are errors."""
    assert [] == taken(tmp_path)
    with pytest.raises(NotReadable, match="No such file"):
        taken(tmp_path / "none.jsonl")
    (tmp_path / "big.txt").write_text("x" * 20)
    monkeypatch.setattr(parts, "MAX_INPUT", 10)
    with pytest.raises(TooLarge, match=r"big\.txt"):
        taken(tmp_path)
