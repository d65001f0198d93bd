"""The command line behaves as a Unix tool: data on stdout, one line for an error, an exit code for every end."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import PAGE, PROSE, ROOT, TEXT, env, run, run_fresh, start

from cleaner import clean_html, clean_text


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A scraped text with a share label."""
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with navigation around two paragraphs."""
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def one_line(error: bytes) -> str:
    """The only line on the error stream."""
    lines = error.decode().splitlines()
    assert 1 == len(lines)
    return lines[0]


# What starts and what is printed.


def test_help_loads_nothing_heavy() -> None:
    """No extractor, parser of lxml, database or server stands behind `--help`."""
    heavy = [
        "cleaner.pipeline",
        "numpy",
        "httpx",
        "trafilatura",
        "lxml",
        "sqlalchemy",
        "fastapi",
        "uvicorn",
        "rq",
        "lightgbm",
        "sklearn",
    ]
    code = (
        f"import sys; from cleaner.app.cli import run; run(['--help']); print([m for m in {heavy} if m in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env(), cwd=ROOT
    )
    assert "[]" == ended.stdout.splitlines()[-1]


def test_version() -> None:
    """Name and version, nothing else."""
    ended = run_fresh("--version")
    assert (0, b"") == (ended.returncode, ended.stderr)
    assert ended.stdout.startswith(b"cleaner ")


def test_every_command_has_help() -> None:
    """And every option of it a sentence."""
    for command in ("clean", "batch", "rules", "explain", "show", "sources", "store", "store check"):
        ended = run(*command.split(), "--help")
        assert (0, b"") == (ended.returncode, ended.stderr), command


def test_a_file_and_a_pipe_give_the_same(text: Path, page: Path) -> None:
    """The library's text and a line end; nothing on the error stream."""
    for path, expected in ((text, clean_text(TEXT).text), (page, clean_html(PAGE).text)):
        by_name, by_pipe = run("clean", path), run("clean", "-", stdin=path.read_bytes())
        assert (0, f"{expected}\n".encode(), b"") == (by_name.returncode, by_name.stdout, by_name.stderr)
        assert by_name.stdout == by_pipe.stdout


def test_the_locale_does_not_matter(tmp_path: Path) -> None:
    """UTF-8 out in the C locale."""
    (tmp_path / "a.txt").write_text(PROSE + " Żółw, שלום, 🚢.", encoding="utf-8")
    assert "Żółw, שלום, 🚢.".encode() in run("clean", tmp_path / "a.txt").stdout


@pytest.mark.parametrize(
    ("form", "mark"), [("text", "The"), ("markdown", "**The harbour**"), ("html", "<p>"), ("json", "{"), ("jsonl", "{")]
)
def test_formats(page: Path, form: str, mark: str) -> None:
    """Each is written as it must be, and JSON reads back."""
    page.write_text(PAGE.replace("<p>The harbour", "<p><strong>The harbour</strong>"), encoding="utf-8")
    out = run("clean", page, "-f", form).stdout.decode()
    assert mark in out
    if form.startswith("json"):
        assert str(page) == json.loads(out)["input"]
    else:
        assert PROSE.split(",")[0] in out.replace("**", "").replace("<strong>", "").replace("</strong>", "")


def test_frontmatter(page: Path) -> None:
    """Metadata between two lines, the body behind."""
    out = run("clean", page, "-f", "markdown", "--frontmatter").stdout.decode()
    assert out.startswith("---\n")
    assert 'title: "Harbour reopens"' in out.split("---")[1]


def test_explain_goes_where_the_data_is_not(text: Path) -> None:
    """Beside the body it is on stderr; with --dry-run it is what was asked for."""
    both = run("clean", text, "--explain")
    assert b"share-bar" in both.stderr
    assert b"share-bar" not in both.stdout
    alone = run("clean", text, "--explain", "--dry-run")
    assert (b"", True) == (alone.stderr, b"share-bar" in alone.stdout)
    assert b"" == run("clean", text, "--dry-run").stdout


def test_diff(text: Path) -> None:
    """A unified diff with the removed line."""
    out = run("clean", text, "--diff").stdout.decode()
    assert out.startswith(f"--- {text}")
    assert "\n-Share this article\n" in out


def test_a_category_can_be_switched_off(text: Path) -> None:
    """What is disabled stays."""
    assert b"Share this article" in run("clean", text, "--disable", "share-bar").stdout
    assert 2 == run("clean", text, "--disable", "no-such").returncode


def test_what_is_body_can_be_chosen(tmp_path: Path) -> None:
    """Each setting of docs/body.md has an option, and it acts."""
    parts = (
        "<h1>Harbour reopens</h1>",
        f"<p>{PROSE}</p>",
        "<figure><img src=/quay.jpg alt=quay><figcaption>The new quay at dawn.</figcaption></figure>",
        f"<p>{PROSE.replace('harbour', 'marina')} <a href=/more>More of it</a> stands there.</p>",
        "<table><tr><th>Berth</th><th>Length</th></tr><tr><td>North</td><td>120 m</td></tr></table>",
    )
    page = tmp_path / "page.html"
    page.write_text(PAGE.split("<article>")[0] + "<article>" + "".join(parts) + "</article></body></html>")

    def cleaned(*said: str) -> str:
        form = "text" if "--captions" in said or not said else "markdown"
        return run("clean", page, "-f", form, *said).stdout.decode()

    plain, marked = cleaned(), cleaned("-q")
    for option, sign in (("--title-in-body", "# Harbour reopens"), ("--captions", "at dawn")):
        assert sign not in plain, option
        assert sign in cleaned(option), option
    for option, sign in (("--no-tables", "North"), ("--no-images", "quay.jpg"), ("--no-links", "(/more)")):
        assert sign in marked, option
        assert sign not in cleaned(option), option


def test_comments_are_dropped_kept_or_apart(tmp_path: Path) -> None:
    """`--comments`, in the body and in the JSON."""
    comment = "I was there that morning and I can say that it was a grand sight to see, the whole family came along."
    thread = f"<div id=comments class=comments><h2>Comments</h2><div class=comment><p>{comment}</p></div></div>"
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("</article>", "</article>" + thread))
    found = {
        said: json.loads(run("clean", page, "-f", "json", "--comments", said).stdout)
        for said in ("drop", "keep", "separate")
    }
    assert [False, True, False] == [comment in one["text"] for one in found.values()]
    assert [False, False, True] == [comment in " ".join(one.get("comments", [])) for one in found.values()]


def test_a_report(text: Path, tmp_path: Path) -> None:
    """One line for the input, with the removal record and without the text."""
    run("clean", text, "--report", tmp_path / "report.jsonl")
    line = json.loads((tmp_path / "report.jsonl").read_text())
    assert (str(text), "Share this article") == (line["input"], line["removed"][0]["text"])
    assert "text" not in line


# JSON lines.


def test_records_go_through_in_order() -> None:
    """Fields pass, order stays, a bad line fails alone."""
    rows = [{"n": n, "text": TEXT.replace("Monday", f"day {n}"), "extra": [n]} for n in range(30)]
    stdin = "".join(json.dumps(row) + "\n" for row in rows) + "broken\n" + json.dumps({"n": 99, "text": PROSE}) + "\n"
    ended = run("clean", "-", stdin=stdin.encode())
    out = [json.loads(line) for line in ended.stdout.splitlines()]
    assert 1 == ended.returncode
    assert [*range(30), 99] == [row["n"] for row in out if "n" in row]
    assert "malformed" == out[30]["cleaner"]["error"]["code"]
    assert [[n] for n in range(30)] == [row["extra"] for row in out[:30]]
    assert all("Share this" not in row["text"] for row in out if "text" in row)
    assert "share-bar" == out[0]["cleaner"]["removed"][0]["category"]
    assert "<stdin>" not in one_line(ended.stderr)


def test_records_over_processes_keep_their_order(tmp_path: Path) -> None:
    """The same bytes as from one process, the report too."""
    rows = [json.dumps({"n": n, "text": TEXT.replace("Monday", f"day {n}")}) if n % 7 else "broken" for n in range(100)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    one, three = (run("clean", tmp_path / "a.jsonl", "-j", j, "--report", tmp_path / j) for j in ("1", "3"))
    assert (1, 1, 100) == (one.returncode, three.returncode, three.stdout.count(b"\n"))
    assert one.stdout == three.stdout
    assert (tmp_path / "1").read_text() == (tmp_path / "3").read_text()


def test_other_field_names() -> None:
    """The text may stand in another field; --fail-on never forgives."""
    stdin = json.dumps({"body": TEXT, "head": "Harbour reopens"}) + "\n{}\n"
    said = ("--input-format", "jsonl", "--text-field", "body", "--title-field", "head", "--fail-on", "never")
    ended = run("clean", "-", *said, stdin=stdin.encode())
    assert 0 == ended.returncode
    assert PROSE in json.loads(ended.stdout.splitlines()[0])["body"]


def test_records_come_out_as_they_go_in() -> None:
    """Each line is answered before the next is asked for: a pipeline does not wait for the end."""
    process = start("clean", "-", "--input-format", "jsonl")
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        process.stdin.write(json.dumps({"n": number, "text": TEXT}).encode() + b"\n")
        process.stdin.flush()
        assert number == json.loads(process.stdout.readline())["n"]
    process.stdin.close()
    assert 0 == process.wait(60)
    process.stdout.close()
    process.stderr.close()  # type: ignore[union-attr]  # it is a pipe


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process's memory is Linux's to say")
def test_memory_does_not_grow_with_a_stream(tmp_path: Path) -> None:
    """Ten times the records need no more memory (C5, streaming): what they carry along is 36 MB."""
    sizes = []
    for count in (60, 600):
        path = tmp_path / f"{count}.jsonl"
        with path.open("w") as stream:
            stream.writelines(
                json.dumps({"n": n, "text": f"{PROSE} {n}", "carried": f"{n:09}" * 6_667}) + "\n" for n in range(count)
            )
        # Not ru_maxrss: a process inherits that of its parent, and pytest's is larger than any of these.
        code = (
            "import sys; from cleaner.app.cli import run; code = run(['clean', sys.argv[1]]);"
            "peak = next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM'));"
            "print(peak, file=sys.stderr); sys.exit(code)"
        )
        ended = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True, env=env())
        assert count == ended.stdout.count(b"\n")
        sizes.append(int(ended.stderr))
    assert sizes[1] < sizes[0] * 1.15


# How it ends.


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["clean", "/none"], 3, "No such file"),
        (["clean", "/bin/ls"], 3, "binary"),
        (["clean"], 2, "Missing argument"),
        (["clean", "-", "--format", "pdf"], 2, "pdf"),
        (["nothing"], 2, "nothing"),
        (["clean", "-", "--packs", "/none"], 4, "not a folder"),
        (["rules", "ZZZ999"], 3, "no such rule"),
        (["show", "0" * 64, "--store", "/none/x.db"], 3, "there is no store"),
        (["show", "0" * 64, "--store", "mysql://x/y"], 4, "a store is one of"),
        (["show", "0" * 64, "--store", "/bin/ls"], 5, "not a store"),
        (["batch", "/none", "--out", "/proc/none"], 5, "/proc/none"),
    ],
)
def test_every_error_is_one_line_and_a_code(arguments: list[str], code: int, words: str) -> None:
    """No traceback, no data."""
    ended = run(*arguments)
    line = one_line(ended.stderr)
    assert (code, b"") == (ended.returncode, ended.stdout), line
    assert line.startswith("error: ")
    assert words in line


def test_several_inputs_need_a_place(text: Path, page: Path) -> None:
    """Bodies are not run into each other; one line each is fine."""
    assert 2 == run("clean", text, page).returncode
    ended = run("clean", text, page, "-f", "jsonl")
    assert (0, 2) == (ended.returncode, ended.stdout.count(b"\n"))


def test_one_bad_file_of_several(text: Path, tmp_path: Path) -> None:
    """The others are done, the exit code says some failed, or what --fail-on wants."""
    codes = [
        run("clean", text, tmp_path / "none", "-f", "jsonl", "--fail-on", on).returncode
        for on in ("any", "all", "never")
    ]
    assert [1, 0, 0] == codes


def test_c01_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Control characters in a file's name are shown escaped."""
    ended = run("clean", tmp_path / "a\x1b[31m\nb")
    assert "a\\x1b[31m\\nb" in one_line(ended.stderr)


def test_c06_a_reader_that_goes_away(tmp_path: Path) -> None:
    """`cleaner clean x | head -1`: no traceback, no message, a clean end (C6)."""
    lines = "".join(json.dumps({"text": f"{PROSE} {n}"}) + "\n" for n in range(2_000))
    (tmp_path / "a.jsonl").write_text(lines)
    process = start("clean", tmp_path / "a.jsonl")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert (0, b"") == (process.wait(60), process.stderr.read())
    process.stderr.close()
    process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


@pytest.mark.parametrize("said", ["clean {}", "clean {} --explain --dry-run", "--help", "--version", "rules"])
def test_c06_a_closed_output_is_said_in_one_line(text: Path, said: str) -> None:
    """`cleaner clean x >&-`: whatever was to be printed (C6)."""
    words = " ".join(f"'{one.format(text)}'" for one in said.split())
    shell = f"'{sys.executable}' -m cleaner.app.cli {words} >&-"
    ended = subprocess.run(["/bin/sh", "-c", shell], capture_output=True, env=env(), check=False)
    assert (5, b"error: standard output: ") == (ended.returncode, one_line(ended.stderr).encode()[:24])


def test_c06_closed_input_and_messages_are_no_traceback(text: Path) -> None:
    """Without an input there is nothing to read; without an error stream the body still comes."""
    for redirection, expected in (("<&-", b""), ("2>&-", run("clean", text).stdout)):
        source = "-" if redirection == "<&-" else text
        shell = f"'{sys.executable}' -m cleaner.app.cli clean '{source}' {redirection}"
        ended = subprocess.run(["/bin/sh", "-c", shell], capture_output=True, env=env(), check=False)
        assert (0, expected) == (ended.returncode, ended.stdout)
        assert b"Traceback" not in ended.stderr


def test_without_a_command_there_is_help_and_no_error() -> None:
    """Nothing on the error stream: an empty `error:` says nothing."""
    for arguments in ((), ("store",)):
        ended = run(*arguments)
        assert (2, b"") == (ended.returncode, ended.stderr)
        assert b"Usage: cleaner" in ended.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_c06_a_full_disk_behind_the_output(text: Path) -> None:
    """One line that says so (C6)."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device, opened as the shell does
        ended = subprocess.run(
            [sys.executable, "-m", "cleaner.app.cli", "clean", text],
            stdout=full,
            stderr=subprocess.PIPE,
            env=env(),
            check=False,
        )
    assert 5 == ended.returncode
    assert "No space left" in one_line(ended.stderr)


def test_c04_an_interrupt_is_one_line() -> None:
    """Ctrl-C while it waits for input: 130 (C4)."""
    process = start("clean", "-", "--input-format", "jsonl")
    assert process.stdin is not None
    process.stdin.write(json.dumps({"text": TEXT}).encode() + b"\n")
    process.stdin.flush()
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert (130, "interrupted") == (process.returncode, one_line(error))


def test_a_pipe_by_name(text: Path, tmp_path: Path) -> None:
    """Process substitution hands over a pipe, and it is read."""
    os.mkfifo(tmp_path / "pipe")
    writer = subprocess.Popen(["/bin/sh", "-c", f"cat '{text}' > '{tmp_path / 'pipe'}'"])
    assert run("clean", text).stdout == run("clean", tmp_path / "pipe").stdout
    writer.wait(60)


# The other commands.


def test_rules_tell_what_they_find() -> None:
    """The table names every rule, and each has its page."""
    listed = run("rules").stdout.decode().splitlines()[1:]
    assert len(listed) > 10
    code, name = listed[0].split()[:2]
    by_code, by_name = run("rules", code), run("rules", name)
    assert by_code.stdout == by_name.stdout
    assert b"Finds" in by_code.stdout


def test_explain_answers_for_a_line(text: Path) -> None:
    """Cut or kept, with every rule that spoke; a line that is not there gets the closest one."""
    cut = run("explain", "Share this article", "--context", text).stdout.decode()
    assert cut.startswith("cut")
    assert "share-bar" in cut
    assert run("explain", "The harbour reopened", "--context", text).stdout.startswith(b"kept")
    missing = run("explain", "Share these articles", "--context", text)
    assert 3 == missing.returncode
    assert "'Share this article'" in one_line(missing.stderr)
    assert 0 == run("explain", "Share this article").returncode


def test_a_stored_body_is_served_byte_for_byte(text: Path, page: Path, tmp_path: Path) -> None:
    """sha256sum of what `show` prints is the hash; sources, removals and the original are there."""
    place = tmp_path / "clean.db"
    assert 0 == run("clean", text, "--store", place).returncode
    assert 0 == run("clean", page, "--store", place).returncode
    hash_ = clean_text(TEXT).content_hash
    shown = run("show", hash_[:8], "--store", place).stdout
    assert hash_ == hashlib.sha256(shown).hexdigest()
    (source,) = (json.loads(line) for line in run("sources", hash_, "--store", place).stdout.splitlines())
    assert (str(text), "file") == (source["locator"], source["kind"])
    assert TEXT.encode() == run("show", hash_, "--store", place, "-f", "original").stdout
    assert (
        "Share this article"
        == json.loads(run("show", hash_, "-f", "removals", CLEANER_STORE_URL=str(place)).stdout)["text"]
    )
    assert PROSE in run("show", hash_, "--store", place, "-f", "markdown", "--source", source["id"]).stdout.decode()
    assert 3 == run("show", hash_, "--store", place, "-f", "html", "--source", "0").returncode


def test_what_a_person_reads_ends_with_a_line_end(tmp_path: Path) -> None:
    """On a terminal, and only there: the text and the original, neither of which has one of its own."""
    source, place = tmp_path / "a.txt", tmp_path / "clean.db"
    source.write_text(PROSE)
    assert 0 == run("clean", source, "--store", place).returncode
    hash_ = clean_text(PROSE).content_hash
    for view in ("text", "original"):
        shown = run("show", hash_, "--store", place, "-f", view).stdout
        assert PROSE.encode() == shown
        ours, theirs = pty.openpty()
        with start("show", hash_, "--store", place, "-f", view, stdout=theirs) as process:
            os.close(theirs)
            read = b""
            with contextlib.suppress(OSError):  # the terminal's other end is closed
                while part := os.read(ours, 65_536):
                    read += part
            assert 0 == process.wait(60)
        os.close(ours)
        assert shown + b"\r\n" == read, view


def test_store_check(text: Path, tmp_path: Path) -> None:
    """Sound: 0. Damaged: 1, each fault a line, and --repair mends it."""
    import sqlite3  # noqa: PLC0415 - to do the damage

    place = tmp_path / "clean.db"
    run("clean", text, "--store", place)
    assert (0, b"") == ((sound := run("store", "check", "--store", place)).returncode, sound.stdout)
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE bodies SET text = x'00'")
    raw.close()
    ended = run("store", "check", "--store", place)
    assert (1, "body-damaged") == (ended.returncode, json.loads(ended.stdout.splitlines()[0])["fault"])
    assert 5 == run("show", clean_text(TEXT).content_hash, "--store", place).returncode
    run("store", "check", "--store", place, "--repair")
    left = run("store", "check", "--store", place)
    assert "original-unused" == json.loads(left.stdout)["fault"]  # what the damaged body came from is there still
    run("clean", text, "--store", place)
    assert 0 == run("store", "check", "--store", place).returncode


def test_messages_as_json(tmp_path: Path) -> None:
    """One object a line, with the error's code."""
    ended = run("clean", tmp_path / "none", tmp_path / "none2", "-f", "jsonl", "--log-format", "json")
    said = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [("error", "not-readable")] * 2 == [(one["level"], one["code"]) for one in said]
