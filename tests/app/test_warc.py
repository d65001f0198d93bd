"""Web archives on the command line: a line of JSON for each page, whatever else stands in the file."""

from __future__ import annotations

import gzip
import json
import uuid
from pathlib import Path

from commandline import PAGE, PROSE, TEXT, run


def _record(kind: str, url: str, media: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def archive(*, packed: bool = True) -> bytes:
    """A page, a picture, a page that was not found, a page in windows-1252, and a plain text as WET files hold."""
    german = PAGE.replace("harbour", "Hafenstraße")
    records = [
        _record(
            "response",
            f"https://example.org/{name}",
            "application/http; msgtype=response",
            f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n\r\n".encode() + body,
        )
        for name, status, media, body in (
            ("a", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
            ("b.png", "200 OK", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
            ("c", "404 Not Found", "text/html", PAGE.encode()),
            ("d", "200 OK", "text/html; charset=windows-1252", german.encode("cp1252")),
        )
    ]
    records.append(_record("conversion", "https://example.org/e", "text/plain", TEXT.encode()))
    return b"".join(map(gzip.compress, records) if packed else records)


def lines(output: bytes) -> list[dict[str, object]]:
    """The objects of a JSON lines output."""
    return [json.loads(line) for line in output.splitlines()]


def test_the_pages_of_an_archive_come_out_as_lines(tmp_path: Path) -> None:
    """Pages and texts are cleaned with their URL, date and charset; pictures and errors are passed over."""
    (tmp_path / "crawl.warc.gz").write_bytes(archive())
    ended = run("clean", tmp_path / "crawl.warc.gz")
    found = lines(ended.stdout)
    assert 0 == ended.returncode
    assert ["https://example.org/a", "https://example.org/d", "https://example.org/e"] == [o["url"] for o in found]
    assert all(PROSE[:30] in str(one["text"]) for one in (found[0], found[2]))
    assert "Hafenstraße" in str(found[1]["text"])
    assert "Share this article" not in str(found[2]["text"])
    assert all(str(one["date"]).endswith("Z") and str(one["id"]).startswith("urn:uuid:") for one in found)


def test_an_archive_on_the_standard_input_is_told_by_its_first_bytes() -> None:
    """Packed or not, `-` needs no option."""
    for packed in (True, False):
        assert 3 == len(lines(run("clean", "-", stdin=archive(packed=packed)).stdout))


def test_a_batch_takes_archives_among_pages(tmp_path: Path) -> None:
    """The output of an archive stands in the tree as JSON lines, beside the pages' texts."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "crawl.warc.gz").write_bytes(archive())
    (tmp_path / "in" / "page.html").write_text(PAGE)
    ended = run("batch", tmp_path / "in", "--out", tmp_path / "out", "--store", tmp_path / "clean.db")
    assert 0 == ended.returncode
    assert 3 == len(lines((tmp_path / "out" / "crawl.jsonl").read_bytes()))
    assert (tmp_path / "out" / "page.txt").is_file()


def test_an_archive_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    """A cut file gives its whole pages, one failed line that says so, and exit code 1; nothing cut is called clean."""
    whole = archive(packed=False)
    (tmp_path / "cut.warc").write_bytes(whole[: whole.index(b"Hafenstra")])
    ended = run("clean", tmp_path / "cut.warc")
    found = lines(ended.stdout)
    assert 1 == ended.returncode
    assert PROSE[:30] in str(found[0]["text"])
    assert ["failed"] == [one["cleaner"]["status"] for one in found[1:]]  # type: ignore[index]
    assert b"cut short" in ended.stderr


def test_a_file_that_only_is_called_so_is_refused(tmp_path: Path) -> None:
    """Gzip that holds something else gives one clear line."""
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"no archive at all"))
    ended = run("clean", tmp_path / "a.warc.gz")
    assert 0 != ended.returncode
    assert b"not a WARC file" in ended.stderr
