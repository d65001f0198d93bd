"""A batch does everything once, loses nothing, and one bad file never stops the rest."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from commandline import PAGE, PROSE, TEXT, env, pages, run, start
from service_process import halt
from tests_app_poison import make as poisoned

from cleaner import clean_html
from cleaner.app import batch
from cleaner.app.batch import Batch
from cleaner.app.batch_plan import Plan
from cleaner.app.batch_worker import Setup
from cleaner.app.cleaning import Options
from cleaner.app.terminal import Reporter
from cleaner.sandbox.limits import PageLimits
from cleaner.sandbox.pool import Pool


def manifest(out: Path) -> dict[str, dict[str, Any]]:
    """The last line of each input; fails where an input was done twice."""
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text().splitlines()]
    assert len(lines) == len({line["input"] for line in lines})
    return {line["input"]: line for line in lines}


def outputs(out: Path) -> dict[str, bytes]:
    """Every file below `out` but the manifest."""
    return {
        str(p.relative_to(out)): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and p.name != "manifest.jsonl"
    }


def test_a_tree_in_a_tree_out(tmp_path: Path) -> None:
    """Each page's text where the page was, a line for each in the manifest, the same with one process or three."""
    source = pages(tmp_path / "in", 25)
    ended = run("batch", source, "--out", tmp_path / "out", "-j", "3")
    assert (0, b"") == (ended.returncode, ended.stdout)
    assert ended.stderr.startswith(b"25 ok in ")
    found = outputs(tmp_path / "out")
    assert sorted(str(p.relative_to(source).with_suffix(".txt")) for p in source.rglob("*.html")) == list(found)
    lines = manifest(tmp_path / "out")
    one = lines["d1/page001.html"]
    expected = clean_html(PAGE.replace("Monday", "day 1"))
    assert ("d1/page001.txt", expected.content_hash, "ok") == (one["output"], one["hash"], one["status"])
    assert (expected.text + "\n").encode() == found["d1/page001.txt"]
    assert one["removed"] > 0
    assert 0 < one["ratio"] < 1
    assert 0 == run("batch", source, "--out", tmp_path / "again", "-j", "1").returncode
    assert found == outputs(tmp_path / "again")


def test_c01_what_is_odd_is_told_and_passed(tmp_path: Path) -> None:
    """Loop, pipe, device, unreadable, empty, 10 GB sparse, odd names: the rest is done, exit code 1 (C1)."""
    source = pages(tmp_path / "in", 6)
    (source / "loop").symlink_to(source)
    os.mkfifo(source / "pipe")
    (source / "null").symlink_to("/dev/null")
    (source / "gone").symlink_to("nowhere")
    (source / "empty.html").write_bytes(b"")
    (source / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    with (source / "sparse.html").open("wb") as stream:
        stream.truncate(10 * 1024**3)
    for name in (b"\xff.html", b"new\nline.html", b"\x1b[31mred.html"):
        Path(os.fsdecode(os.fsencode(source) + b"/" + name)).write_text(PAGE)
    ended = run("batch", source, "--out", tmp_path / "out", "-j", "2")
    assert 1 == ended.returncode
    assert b"\x1b" not in ended.stderr
    lines = manifest(tmp_path / "out")
    said = {Path(name).name: line["status"] for name, line in lines.items() if "page" not in name}
    assert {
        "loop": "skipped", "pipe": "skipped", "null": "skipped", "gone": "failed", "empty.html": "empty",
        "picture.html": "unsupported", "sparse.html": "failed", "\udcff.html": "ok", "new\nline.html": "ok",
        "\x1b[31mred.html": "ok",
    } == said  # fmt: skip
    assert "too-large" == lines["sparse.html"]["error"]["code"]
    assert {"%FF.txt", "new%0Aline.txt", "%1B[31mred.txt", "empty.txt"} <= set(outputs(tmp_path / "out"))
    assert 6 == sum(line["status"] == "ok" for name, line in lines.items() if "page" in name)
    assert 0 == run("batch", source, "--out", tmp_path / "o2", "--fail-on", "never").returncode


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_c01_an_unreadable_file_fails_alone(tmp_path: Path) -> None:
    """Its line says why (C1)."""
    source = pages(tmp_path / "in", 3)
    (source / "d0/page000.html").chmod(0)
    assert 1 == run("batch", source, "--out", tmp_path / "out").returncode
    assert "Permission denied" == manifest(tmp_path / "out")["d0/page000.html"]["error"]["message"]


@pytest.mark.parametrize("store", [False, True])
def test_c05_hostile_files_fail_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: bool) -> None:
    """A file that kills, hangs or starves its process costs one line of the manifest (C5)."""
    source = pages(tmp_path / "in", 40)
    for name in ("kill", "hang", "eat"):
        (source / "d1" / f"{name}.html").write_text(PAGE)
    limits = PageLimits(wall_seconds=15.0)  # a busy machine starts a child and cleans a page in less
    monkeypatch.setattr(batch, "make", poisoned)
    monkeypatch.setattr(batch, "Pool", lambda *args, **kwargs: Pool(*args, **{**kwargs, "limits": limits}))
    place = str(tmp_path / "clean.db") if store else None
    plan = Plan((str(source),), Setup(Options(), tmp_path / "out", place), jobs=2)
    totals = Batch(plan, Reporter(quiet=True)).run()
    assert {"ok": 40, "failed": 3} == dict(totals.by_status)
    lines = manifest(tmp_path / "out")
    codes = {name: lines[f"d1/{name}.html"]["error"]["code"] for name in ("kill", "hang", "eat")}
    assert {"kill": "worker-lost", "hang": "extract-timeout", "eat": "out-of-memory"} == codes
    assert 40 == len(outputs(tmp_path / "out"))
    if place:
        with sqlite3.connect(place) as raw:
            assert (40,) == raw.execute("SELECT count(*) FROM sources").fetchone()
        raw.close()


def wait_for_lines(out: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the manifest has so many lines."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        if (out / "manifest.jsonl").exists() and (out / "manifest.jsonl").read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.02)
    raise AssertionError("the batch did not come so far")


def gone(parent: int) -> bool:
    """Whether no process of the group lives any more."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            os.killpg(parent, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def sources_in_a_copy(folder: Path) -> int:
    """How many sources a copy of the store's one file has, which nobody has opened since the batch."""
    copy = folder / "copy.db"
    copy.write_bytes((folder / "clean.db").read_bytes())
    found = run("store", "check", "--store", copy)
    assert 0 == found.returncode
    return int(found.stderr.split()[2].replace(b",", b""))


@pytest.mark.parametrize(
    ("how", "store"),
    [(signal.SIGKILL, False), (signal.SIGKILL, True), (signal.SIGINT, True), (signal.SIGTERM, False)],
)
def test_c04_a_batch_that_was_stopped_goes_on(tmp_path: Path, how: signal.Signals, store: bool) -> None:
    """Nothing finished is done again, no half file stands, nothing is missing, no process is left (C4).

    What is done stands in the one file of the store, not in its write-ahead log alone, where there was time to put it.
    """
    source, out = pages(tmp_path / "in", 200), tmp_path / "out"
    extra = ["--store", str(tmp_path / "clean.db")] if store else []
    process = start("batch", source, "--out", out, "-j", "2", *extra, start_new_session=True)
    wait_for_lines(out, 5, process)
    os.kill(process.pid, how)
    _, error = process.communicate(timeout=300)
    assert (-9 if how is signal.SIGKILL else 130) == process.returncode
    if how is not signal.SIGKILL:
        assert error.startswith(b"interrupted after ")
        assert 1 == error.count(b"\n")
    assert gone(process.pid)
    if store and how is not signal.SIGKILL:
        assert sources_in_a_copy(tmp_path) >= sum(line["status"] == "ok" for line in manifest(out).values())
    before = {name: line for name, line in manifest(out).items() if line["status"] == "ok"}
    assert 5 <= len(before) < 200
    stamps = {line["output"]: (out / line["output"]).stat().st_mtime_ns for line in before.values()}
    for path, content in outputs(out).items():
        if not path.startswith(".cleaner-tmp"):
            assert content.endswith(b"\n"), path
    again = run("batch", source, "--out", out, "-j", "2", *extra, "--resume")
    assert 0 == again.returncode, again.stderr
    assert f"{len(before):,} done before".encode() in again.stderr
    assert 200 == len(manifest(out))
    assert stamps == {name: (out / name).stat().st_mtime_ns for name in stamps}
    assert 200 == len(outputs(out))
    assert not (out / ".cleaner-tmp").exists()
    if store:
        assert 0 == run("store", "check", "--store", tmp_path / "clean.db").returncode
        with sqlite3.connect(tmp_path / "clean.db") as raw:
            assert (200,) == raw.execute("SELECT count(*) FROM sources").fetchone()
        raw.close()


def test_resuming_does_what_failed_and_what_changed(tmp_path: Path) -> None:
    """A failed input is tried again; other options make everything anew; a lost output too."""
    source, out = pages(tmp_path / "in", 4), tmp_path / "out"
    (source / "bad.html").symlink_to("nowhere")
    assert 1 == run("batch", source, "--out", out).returncode
    (source / "bad.html").unlink()
    (source / "bad.html").write_text(PAGE)
    (out / "d0/page000.txt").unlink()
    ended = run("batch", source, "--out", out, "--resume")
    assert (0, True) == (ended.returncode, ended.stderr.startswith(b"2 ok, 3 done before"))
    ended = run("batch", source, "--out", out, "--resume", "--profile", "strict")
    assert b"made anew" in ended.stderr
    assert b"5 ok" in ended.stderr


def test_an_earlier_run_is_not_overwritten_unasked(tmp_path: Path) -> None:
    """Refused; with --overwrite anew, with --skip-existing only what is new."""
    source, out = pages(tmp_path / "in", 3), tmp_path / "out"
    assert 0 == run("batch", source, "--out", out).returncode
    refused = run("batch", source, "--out", out)
    assert (4, True) == (refused.returncode, b"--resume" in refused.stderr)
    (source / "new.html").write_text(PAGE)
    assert run("batch", source, "--out", out, "--skip-existing").stderr.startswith(b"1 ok, 3 done before")
    assert run("batch", source, "--out", out, "--overwrite").stderr.startswith(b"4 ok in")
    assert 4 == len(manifest(out))
    assert 2 == run("batch", source, "--out", out, "--overwrite", "--resume").returncode


def test_c02_no_output_replaces_anything(tmp_path: Path) -> None:
    """Not a file that was there, not another input's output, not an input (C2)."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    out.mkdir()
    (out / "there.txt").write_text("precious")
    for name in ("there.html", "same.html", "same.txt", "CASE.html", "case.html"):
        (source / name).write_text(PAGE)
    ended = run("batch", source, "--out", out)
    assert 1 == ended.returncode
    failed = {name for name, line in manifest(out).items() if line["status"] == "failed"}
    assert {"there.html"} == failed
    assert "precious" == (out / "there.txt").read_text()
    kept = run("batch", source, "--out", tmp_path / "all", "--keep-suffix")
    assert 0 == kept.returncode
    assert 4 == run("batch", source, "--out", source).returncode
    inside = run("batch", source, "--out", source / "out", "--keep-suffix")
    assert b"5 ok" in inside.stderr
    assert b"5 done before" in run("batch", source, "--out", source / "out", "--keep-suffix", "--resume").stderr


def test_inputs_of_one_name_have_outputs_of_their_own(tmp_path: Path) -> None:
    """Whatever their suffix, case or directory; the same after --resume, and a file that is named twice is one."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name in ("page.html", "PAGE.html", "page.htm", "page.txt"):
            (tmp_path / folder / name).write_text(PAGE.replace("Monday", f"{folder} {name}"))
    said = ("one", "two", "one/page.html", "./one/page.html", "--out", "out")
    assert 0 == run("batch", *said, cwd=tmp_path).returncode
    found = outputs(tmp_path / "out")
    assert 8 == len({name.casefold() for name in found}) == len(set(found.values()))
    for name, line in manifest(tmp_path / "out").items():
        where = name if "/" in name else f"one/{name}"
        assert f"on {where.replace('/', ' ')}," in found[line["output"]].decode()
    (tmp_path / "out" / manifest(tmp_path / "out")["page.txt"]["output"]).unlink()
    assert b"1 ok, 7 done before" in run("batch", *said, "--resume", cwd=tmp_path).stderr
    assert found == outputs(tmp_path / "out")


def test_resume_knows_folders_by_their_path_and_not_by_their_order(tmp_path: Path) -> None:
    """What another folder's file of the same name became is not what this one's is to be; a folder may move."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name in ("a.html", "b.html"):
            (tmp_path / folder / name).write_text(PAGE.replace("Monday", f"{folder} {name}"))
    assert b"2 ok" in run("batch", "one", "--out", "out", cwd=tmp_path).stderr
    first = outputs(tmp_path / "out")
    assert b"2 ok in" in run("batch", "two", "--out", "out", "--resume", cwd=tmp_path).stderr
    whole = outputs(tmp_path / "out")
    assert 4 == len(set(whole.values()))
    assert first.items() <= whole.items()
    assert b"4 done before" in run("batch", "two", "one", "--out", "out", "--resume", cwd=tmp_path).stderr
    (tmp_path / "one").rename(tmp_path / "moved")
    assert b"4 done before" in run("batch", "moved", "two", "--out", "out", "--resume", cwd=tmp_path).stderr
    assert whole == outputs(tmp_path / "out")


def test_two_runs_at_once(tmp_path: Path) -> None:
    """The second is told that somebody writes there."""
    source, out = pages(tmp_path / "in", 200), tmp_path / "out"
    first = start("batch", source, "--out", out, "-j", "1")
    wait_for_lines(out, 1, first)
    with halt([first.pid]):  # it would be done by the time that a busy machine starts the second
        second = run("batch", source, "--out", out, "--resume")
    assert (5, True) == (second.returncode, b"another run" in second.stderr)
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=300)


def test_c06_s03_a_full_disk_stops_the_run(tmp_path: Path) -> None:
    """One line, code 5, no half file; with room again --resume goes on (S3, C6)."""
    source, out = pages(tmp_path / "in", 5), tmp_path / "out"
    (source / "long.html").write_text(PAGE.replace(PROSE, PROSE * 40))
    limited = f"ulimit -f 4; exec '{sys.executable}' -m cleaner.app.cli batch '{source}' --out '{out}' -j 1"
    ended = subprocess.run(["/bin/bash", "-c", limited], capture_output=True, env=env(), check=False)
    assert 5 == ended.returncode, ended.stderr
    assert b"Traceback" not in ended.stderr
    assert b"no space left" in ended.stderr
    assert "long.txt" not in outputs(out)
    assert 0 == run("batch", source, "--out", out, "--resume").returncode
    assert 6 == len(outputs(out))


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """It counts, and reports where asked."""
    source = pages(tmp_path / "in", 3)
    ended = run("batch", source, "--out", tmp_path / "out", "--dry-run", "--report", tmp_path / "r.jsonl")
    assert (0, False) == (ended.returncode, (tmp_path / "out").exists())
    assert 3 == len((tmp_path / "r.jsonl").read_text().splitlines())


def test_a_resume_with_another_store_fills_it(tmp_path: Path) -> None:
    """A first store, a second one, and one that was deleted meanwhile: after --resume each holds everything."""
    source, out, place = pages(tmp_path / "in", 6), tmp_path / "out", tmp_path / "clean.db"
    run("batch", source, "--out", out)
    resumed = run("batch", source, "--out", out, "--resume", "--store", place)
    assert b"6 inputs are not in this store yet" in resumed.stderr
    assert b"6 bodies, 6 sources, 0 faults" in run("store", "check", "--store", place).stderr
    again = run("batch", source, "--out", out, "--resume", "--store", place)
    assert b"6 done before" in again.stderr
    for other in (tmp_path / "second.db", place):
        other.unlink(missing_ok=True)
        run("batch", source, "--out", out, "--resume", "--store", other)
        assert b"6 bodies, 6 sources, 0 faults" in run("store", "check", "--store", other).stderr
    skipped = run("batch", source, "--out", out, "--skip-existing", "--store", tmp_path / "third.db")
    assert b"6 outputs were there already" in skipped.stderr


def test_a_batch_fills_a_store(tmp_path: Path) -> None:
    """Twice the same changes nothing; equal bodies are one; the hash of the manifest is the key; one file holds all."""
    source, out, place = pages(tmp_path / "in", 10), tmp_path / "out", tmp_path / "clean.db"
    (source / "copy.html").write_bytes((source / "d1/page001.html").read_bytes())
    run("batch", source, "--out", out, "--store", place)
    assert 11 == sources_in_a_copy(tmp_path)
    run("batch", source, "--out", out, "--store", place, "--overwrite")
    hash_ = manifest(out)["copy.html"]["hash"]
    sources = [json.loads(line) for line in run("sources", hash_, "--store", place).stdout.splitlines()]
    assert {str(source / "copy.html"), str(source / "d1/page001.html")} == {one["locator"] for one in sources}
    assert b"10 bodies, 11 sources, 0 faults" in run("store", "check", "--store", place).stderr
    assert hash_ == hashlib.sha256(run("show", hash_, "--store", place).stdout).hexdigest()
    run("batch", source, "--out", tmp_path / "o2", "--store", tmp_path / "lean.db", "--no-originals")
    assert 3 == run("show", hash_, "--store", tmp_path / "lean.db", "-f", "original").returncode


def test_files_of_records(tmp_path: Path) -> None:
    """A JSONL file gives a JSONL file; a bad record is counted, a file of nothing but bad ones fails."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    good = "".join(json.dumps({"n": n, "text": TEXT}) + "\n" for n in range(450))
    (source / "good.jsonl").write_text(good + "broken\n")
    (source / "bad.jsonl").write_text("broken\n")
    assert 1 == run("batch", source, "--out", out).returncode
    rows = [json.loads(line) for line in outputs(out)["good.jsonl"].splitlines()]
    assert [*range(450)] == [row["n"] for row in rows[:-1]]
    lines = manifest(out)
    assert ("ok", "451 records", "failed") == (
        lines["good.jsonl"]["status"],
        lines["good.jsonl"]["note"],
        lines["bad.jsonl"]["status"],
    )
    assert "malformed" == lines["bad.jsonl"]["error"]["code"]
    assert "1 records failed" in lines["good.jsonl"]["warnings"][0]


def test_nothing_to_do(tmp_path: Path) -> None:
    """An empty directory is bad input."""
    (tmp_path / "in").mkdir()
    assert 3 == run("batch", tmp_path / "in", "--out", tmp_path / "out").returncode


def test_clean_with_a_place_is_a_batch(tmp_path: Path) -> None:
    """`clean DIR --out DIR` writes the same files."""
    source = pages(tmp_path / "in", 5)
    run("clean", source, "--out", tmp_path / "one")
    run("batch", source, "--out", tmp_path / "two")
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")
