"""`cleaner submit` and its kin against a running service, as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from commandline import PAGE, PROSE, TEXT, run
from service_process import RunningService


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    """An empty name, an empty folder, an empty pipe, a missing file, no service: one line each, never a success."""
    (tmp_path / "empty").mkdir()
    for what, code, words in (
        ("", 2, b"empty name"),
        (tmp_path / "empty", 3, b"nothing to submit"),
        ("-", 3, b"nothing came in"),
        (tmp_path / "none.txt", 3, b"No such file"),
        (tmp_path / "none.jsonl", 3, b"No such file"),
    ):
        ended = run("submit", what, CLEANER_URL="http://127.0.0.1:9")
        assert (code, b"", 1) == (ended.returncode, ended.stdout, ended.stderr.count(b"\n")), what
        assert words in ended.stderr


def test_the_papers_say_how_a_key_is_sent() -> None:
    """In the help of every command that takes one."""
    for command in ("submit", "status", "result", "cancel"):
        ended = run(command, "--help", COLUMNS="200", TERMINAL_WIDTH="200")
        said = ended.stdout.decode()
        assert "CLEANER_KEY" in said, command
        assert "Authorization" in said, command


def test_files_of_many_items_are_batches(service: RunningService, tmp_path: Path) -> None:
    """Rows (with their url beside the text), a zip and a folder; `result -f` prints the bodies one after the other."""
    rows = [{"text": TEXT.replace("Monday", f"day {n}"), "url": f"https://example.org/{n}", "id": n} for n in range(3)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("b.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    done = run("submit", tmp_path / "rows.jsonl", "--wait", CLEANER_URL=service.url)
    batch = json.loads(done.stdout)
    assert (0, "succeeded", 3) == (done.returncode, batch["status"], batch["succeeded"])
    items = [json.loads(line) for line in run("result", batch["id"], CLEANER_URL=service.url).stdout.splitlines()]
    assert [0, 1, 2] == [item["metadata"]["id"] for item in items]
    texts = run("result", batch["id"], "-f", "text", CLEANER_URL=service.url)
    prose = [PROSE.replace("Monday", f"day {n}") for n in range(3)]
    assert (0, True) == (texts.returncode, all(one in texts.stdout.decode() for one in prose))
    assert b"Share this" not in texts.stdout
    packed = run("submit", tmp_path / "a.zip", "--wait", "--title-in-body", "--frontmatter", CLEANER_URL=service.url)
    found = json.loads(packed.stdout)
    assert (1, "partial", 1, 1) == (packed.returncode, found["status"], found["succeeded"], found["invalid"])
    marked = run("result", found["id"], "-f", "markdown", CLEANER_URL=service.url)
    assert (1, True) == (marked.returncode, PROSE in marked.stdout.decode())
    assert marked.stdout.startswith(b"---\ntitle: ")
    assert b"# Harbour reopens" in marked.stdout
    assert b"item 1: invalid" in marked.stderr


def test_more_than_the_service_takes_at_once(service: RunningService, tmp_path: Path) -> None:
    """The shared service takes 200,000 bytes an input; a file of many that is larger is no trouble."""
    words = " ".join(f"{PROSE} {n}" for n in range(900))
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps({"text": f"{n} {words}"}) + "\n" for n in range(3)))
    assert (tmp_path / "rows.jsonl").stat().st_size > 400_000
    done = run("submit", tmp_path / "rows.jsonl", CLEANER_URL=service.url)
    assert (0, 3) == (done.returncode, json.loads(done.stdout)["progress"]["total"])


@pytest.mark.skipif(sys.platform != "linux", reason="script(1) of util-linux")
def test_a_person_gets_a_line_end_and_a_pipe_the_bytes(service: RunningService, tmp_path: Path) -> None:
    """The text of a pipe is what its hash names; a terminal's prompt begins on a line of its own."""
    (tmp_path / "a.txt").write_text(TEXT)
    done = json.loads(run("submit", tmp_path / "a.txt", "--wait", CLEANER_URL=service.url).stdout)
    piped = run("result", done["id"], CLEANER_URL=service.url).stdout
    assert not piped.endswith(b"\n")
    shell = f"CLEANER_URL={service.url} {sys.executable} -m cleaner.app.cli result {done['id']}"
    seen = subprocess.run(["script", "-qec", shell, "/dev/null"], capture_output=True, check=False).stdout
    assert seen.endswith(piped[-20:] + b"\r\n")
