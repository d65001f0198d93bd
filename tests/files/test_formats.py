"""Inputs are found and read within limits, records keep their fields, outputs stay where they belong."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean_text
from cleaner.errors import Malformed, NotReadable, StoreError, TooLarge
from cleaner.files.formats import (
    Fields,
    Format,
    Found,
    InputFormat,
    Skipped,
    collision_key,
    find,
    format_result,
    guess_format,
    new_file,
    one_line,
    output_line,
    output_name,
    read_input,
    sweep,
    unpack,
    write_whole,
)
from cleaner.files.formats.jsonl import looks_like_record, records
from cleaner.files.formats.read import lines

# Finding.


def found(paths: list[str], outside: Path | None = None) -> list[str]:
    """Where the inputs go in the output's tree."""
    return [one.relative for one in find(paths, outside=outside) if isinstance(one, Found)]


def skipped(paths: list[str]) -> dict[str, bool]:
    """Names of what is skipped, and whether that is a failure."""
    return {Path(one.path).name: one.failed for one in find(paths) if isinstance(one, Skipped)}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with some depth, hidden names and a loop."""
    root = tmp_path / "in"
    for name in ("b.html", "a.html", "sub/c.txt", "sub/deep/d.html", ".hidden.html", ".git/e.html"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    (root / "sub" / "loop").symlink_to(root)
    return root


def test_a_directory_is_walked_in_order(tree: Path) -> None:
    """Files before directories, by name, hidden ones left out, loops not entered."""
    assert ["a.html", "b.html", "sub/c.txt", "sub/deep/d.html"] == found([str(tree)])
    assert {"loop": False} == skipped([str(tree)])


def test_files_keep_their_place(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the working directory the path is kept, elsewhere the name."""
    monkeypatch.chdir(tree)
    assert ["sub/c.txt"] == found(["sub/c.txt"])
    assert ["sub/c.txt"] == found([str(tree / "sub/c.txt")])
    monkeypatch.chdir(tree / "sub")
    assert ["a.html"] == found(["../a.html"])


def test_globs(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sorted; `**` goes down; nothing matching is a failure; a file's own brackets are no pattern."""
    monkeypatch.chdir(tree)
    assert ["a.html", "b.html"] == found(["*.html"])
    assert ["a.html", "b.html", "sub/c.txt", "sub/deep/d.html"] == sorted(set(found(["**/*.html", "**/*.txt"])))
    assert {"*.pdf": True} == skipped(["*.pdf"])
    Path("x[1].html").write_text("x")
    assert ["x[1].html"] == found(["x[1].html"])


def test_the_output_directory_is_not_read(tree: Path) -> None:
    """Not even by another name."""
    out = tree / "sub"
    assert ["a.html", "b.html"] == found([str(tree)], outside=out)
    (tree.parent / "alias").symlink_to(out)
    assert ["a.html", "b.html"] == found([str(tree)], outside=tree.parent / "alias")


def test_what_is_not_a_plain_file_is_skipped(tree: Path) -> None:
    """A pipe, a socket and a broken link in a directory; a pipe that is named is read."""
    os.mkfifo(tree / "pipe")
    (tree / "broken").symlink_to("nowhere")
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(tree)
        bound.bind("socket")
        os.chdir(here)
    assert {"pipe": False, "socket": False, "loop": False, "broken": True} == skipped([str(tree)])
    (named,) = find([str(tree / "pipe")])
    assert isinstance(named, Found)
    assert named.stream


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    """They are found, and their order is that of their bytes."""
    for name in (b"\xff.html", b"a\nb.html", b"\x1b[31m.html"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x")
    assert ["\x1b[31m.html", "a\nb.html", "\udcff.html"] == found([str(tmp_path)])


# Reading.


def at(path: Path) -> Found:
    """A file as the walk finds it."""
    return Found(str(path), path.name)


@pytest.mark.parametrize(("size", "fits"), [(99, True), (100, True), (101, False)])
def test_the_byte_limit(tmp_path: Path, size: int, fits: bool) -> None:
    """At the limit is in, one more is out: for files, and for what gzip unpacks to."""
    plain, packed = tmp_path / "plain", tmp_path / "packed.gz"
    plain.write_bytes(b"x" * size)
    packed.write_bytes(gzip.compress(b"x" * size))
    for path in (plain, packed):
        if fits:
            assert b"x" * size == read_input(at(path), 100)
        else:
            with pytest.raises(TooLarge):
                read_input(at(path), 100)


def test_a_sparse_giant_is_refused_unread(tmp_path: Path) -> None:
    """10 GB of nothing cost a look at its size."""
    with (tmp_path / "giant.html").open("wb") as stream:
        stream.truncate(10 * 1024**3)
    with pytest.raises(TooLarge, match="10,737,418,240 bytes"):
        read_input(at(tmp_path / "giant.html"), 10_000_000)


def test_a_gzip_bomb_is_bounded() -> None:
    """A gibibyte in a mebibyte is refused when it passes the limit."""
    with pytest.raises(TooLarge):
        unpack(gzip.compress(bytes(200_000_000), 9), 10_000_000, "bomb")


@pytest.mark.parametrize("cut", [5, 12, 30])
def test_a_cut_gzip_is_malformed(cut: int) -> None:
    """Half a page is never handed on as the page."""
    with pytest.raises(Malformed):
        unpack(gzip.compress(b"The harbour reopened on Monday." * 9)[:-cut], 10_000, "half.gz")


def test_all_members_of_a_gzip_are_read() -> None:
    """As `cat a.gz b.gz` makes them."""
    assert b"onetwo" == unpack(gzip.compress(b"one") + gzip.compress(b"two"), 100, "two.gz")


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    """A missing file, a directory, a pipe that took a file's place."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none", tmp_path, tmp_path / "pipe"):
        with pytest.raises(NotReadable):
            read_input(at(path), 100)


def test_the_format_by_name() -> None:
    """JSON lines are told by name, everything else by what it holds."""
    guesses = {
        name: guess_format(Found(name, name), InputFormat.AUTO) for name in ("a.jsonl", "b.NDJSON.gz", "c.html", "-")
    }
    assert ["jsonl", "jsonl", "auto", "auto"] == [guess.value for guess in guesses.values()]
    assert InputFormat.TEXT is guess_format(Found("a.jsonl", "a"), InputFormat.TEXT)


# Records.

LINE = b'{"id": 7, "text": "Body", "title": "T", "url": "https://a.example/", "language": "en", "n": [1.5, null]}\n'


def test_a_record_passes_its_fields_through() -> None:
    """In their order, with the text replaced and one field added."""
    (record,) = records(io.BytesIO(LINE), Fields(), 1_000, "x")
    assert ("Body", "T", "https://a.example/", "en", "7") == (
        record.text, record.title, record.url, record.language, record.id
    )  # fmt: skip
    out = json.loads(output_line(record, Fields(), "Clean", {"status": "ok"}))
    assert ["id", "text", "title", "url", "language", "n", "cleaner"] == list(out)
    assert ("Clean", [1.5, None], {"status": "ok"}) == (out["text"], out["n"], out["cleaner"])


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[1]",
        b'"text"',
        b"{}",
        b'{"text": 5}',
        b'{"text": null}',
        b'{"text": "a", "n": NaN}',
        b'{"a":' * 9_000,
        b"\xff\xfe",
    ],
)
def test_a_bad_line_is_an_error_of_its_own(line: bytes) -> None:
    """It names its number, and the next line is read."""
    first, second = records(io.BytesIO(line + b"\n\n" + LINE), Fields(), 100_000, "x.jsonl")
    assert first.error is not None
    assert "x.jsonl:1" == first.error.subject
    assert (3, None) == (second.number, second.error)


def test_a_line_over_the_limit_is_passed_over() -> None:
    """It is never held whole, and the line behind it is read."""
    first, second = records(io.BytesIO(b'{"text": "' + b"x" * 5_000 + b'"}\n' + LINE), Fields(), 300, "x")
    assert isinstance(first.error, TooLarge)
    assert "Body" == second.text


def test_packed_lines_are_streamed(tmp_path: Path) -> None:
    """And a cut one is malformed."""
    whole = gzip.compress(LINE * 500)
    (tmp_path / "a.jsonl.gz").write_bytes(whole)
    with lines(at(tmp_path / "a.jsonl.gz")) as stream:
        assert 500 == sum(1 for _ in records(stream, Fields(), 1_000, "a"))
    (tmp_path / "b.jsonl.gz").write_bytes(whole[:-20])
    with pytest.raises(Malformed), lines(at(tmp_path / "b.jsonl.gz")) as stream:
        sum(1 for _ in records(stream, Fields(), 1_000, "b"))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (LINE, True),
        (LINE[:40], True),
        (b'{"a": 1}', True),
        (b'{\n  "a": 1}', False),
        (b"<html>", False),
        (b"{x}\n", False),
        (b"", False),
    ],
)
def test_records_on_a_stream_are_told(start: bytes, expected: bool) -> None:
    """By a first line that is an object."""
    assert expected is looks_like_record(start)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_one_line_is_one_line(value: object) -> None:
    """Whatever it holds, it is a line of valid UTF-8 that reads back the same."""
    line = one_line(value)
    assert 1 == len(line.splitlines() or [""])
    assert value == json.loads(line.encode())


# Names and files.


@pytest.mark.parametrize(
    ("relative", "expected"),
    [
        ("a.html", "a.txt"), ("a.HTM.gz", "a.txt"), ("a.b.html", "a.b.txt"), ("noext", "noext.txt"),
        ("x/y/z.md", "x/y/z.txt"), ("dir./a.html", "dir%2E/a.txt"), ("", "input.txt"),
        (".html", "%2Ehtml.txt"), ("../../etc/passwd", "etc/passwd.txt"), ("/abs/file.txt", "abs/file.txt"),
        ("con.html", "con_.txt"), ("NUL", "NUL_.txt"), ("a:b?.html", "a%3Ab%3F.txt"),
        ("a\nb.html", "a%0Ab.txt"), ("\udcff.html", "%FF.txt"), ("\x1b[31m.html", "%1B[31m.txt"),
    ],
)  # fmt: skip
def test_output_names(relative: str, expected: str) -> None:
    """The suffix is changed, the tree kept, what is unsafe escaped, nothing leads out."""
    assert expected == str(output_name(relative, ".txt"))


def test_c02_long_names_stay_apart() -> None:
    """255 bytes at most; two names with the same start differ."""
    one, two = (output_name("ü" * 200 + end + ".html", ".txt") for end in "ab")
    assert one != two
    assert max(len(str(name).encode()) for name in (one, two)) <= 255


@given(st.text(alphabet=st.characters(codec=None)))
def test_c02_no_name_leads_out(relative: str) -> None:
    """Whatever a file is called: a relative path, no empty or dotted part, no control character, encodable."""
    name = output_name(relative, ".md")
    assert not name.is_absolute()
    assert not {"..", ".", ""} & set(name.parts)
    assert str(name).encode()
    assert str(name).isprintable() or not any(ord(char) < 32 for char in str(name))
    assert all(len(part.encode()) <= 255 for part in name.parts)


def test_c02_case_makes_no_two_files() -> None:
    """A.html and a.html would be one file elsewhere."""
    assert collision_key(output_name("A.html", ".txt")) == collision_key(output_name("a.html", ".txt"))


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    """An exception in the middle leaves what was there before, and nothing else."""
    write_whole(tmp_path, "sub/a.txt", b"first")
    with pytest.raises(ZeroDivisionError), new_file(tmp_path, "sub/a.txt") as stream:
        assert stream.write(b"half") / 0
    assert b"first" == (tmp_path / "sub/a.txt").read_bytes()
    sweep(tmp_path)
    assert ["sub", "sub/a.txt"] == sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*"))


def test_c02_links_do_not_lead_out(tmp_path: Path) -> None:
    """A directory that is a link elsewhere is refused; a file that is a link is replaced, not followed."""
    (tmp_path / "out").mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "out/sub").symlink_to(tmp_path / "else")
    with pytest.raises(NotReadable):
        write_whole(tmp_path / "out", "sub/a.txt", b"x")
    (tmp_path / "precious").write_text("keep")
    (tmp_path / "out/a.txt").symlink_to(tmp_path / "precious")
    write_whole(tmp_path / "out", "a.txt", b"x")
    assert "keep" == (tmp_path / "precious").read_text()


def test_a_directory_in_the_place_of_a_file(tmp_path: Path) -> None:
    """A typed error, no traceback."""
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(StoreError):
        write_whole(tmp_path, "a.txt", b"x")


# Rendering.


def test_every_format_renders() -> None:
    """Text, Markdown and HTML end in a newline, JSON reads back, front matter is YAML."""
    result = clean_text("A title\n\nThe harbour reopened on Monday, the council said.", title='A "title": \u2028')
    assert result.text + "\n" == format_result(result, Format.TEXT, "x")
    assert format_result(result, Format.HTML, "x").startswith("<")
    assert "x" == json.loads(format_result(result, Format.JSON, "x"))["input"]
    assert 1 == format_result(result, Format.JSONL, "x").count("\n")
    head = format_result(result, Format.MARKDOWN, "x", frontmatter=True)
    assert head.startswith("---\n")
    assert f'content_hash: "{result.content_hash}"\n' in head
    assert "" == format_result(clean_text(""), Format.TEXT, "x")


def test_front_matter_is_yaml_whatever_a_title_holds() -> None:
    """Read back by a YAML parser: quotes, colons, dates, list marks, controls and line separators are text."""
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    titles = (
        'A "title": # one',
        "- 2026-01-02",
        "yes",
        "{a}",
        "a\x85b\u2028c\x7f\x90",
        "\U0001f6a2 back\\slash",
        "---",
    )
    for title in titles:
        result = clean_text(
            "The harbour reopened on Monday, the council said.", title=title, url="https://example.org/a"
        )
        read = next(yaml.safe_load_all(result.front_matter))
        assert (result.metadata.title, result.content_hash) == (read["title"], read["content_hash"])
        assert (result.front_matter + result.markdown).endswith(
            "---\n\nThe harbour reopened on Monday, the council said.\n"
        )
