"""Archives on the command line (C3); the rows C1, C2, C4, C5 and C6 are tested in `tests/app`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from traps import article

ROOT = Path(__file__).resolve().parents[2]


def zipped(*entries: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    """A zip of these entries."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


def link(name: str, target: str) -> tuple[zipfile.ZipInfo, bytes]:
    """A zip entry that is a symbolic link."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    return entry, target.encode()


def tarred() -> bytes:
    """A tar with a way out, a link and a page."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in ("../slip.html", "/tmp/slip.html", "ok.html"):
            entry = tarfile.TarInfo(name)
            content = article().encode()
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        entry = tarfile.TarInfo("passwd.html")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    return packed.getvalue()


ARCHIVES = {
    "slip.zip": lambda: zipped(("../../slip.html", article().encode()), ("/tmp/slip.html", b"x"), ("..\\s.html", b"x")),
    "link.zip": lambda: zipped(link("link.html", "/etc/passwd"), link("dir", "/tmp"), ("dir/x.html", b"x")),
    "bomb.zip": lambda: zipped(*((f"{n}.html", bytes(20_000_000)) for n in range(4))),
    "many.zip": lambda: zipped(*((f"{n}.html", b"") for n in range(1_000))),
    "nested.zip": lambda: zipped(("a.zip", zipped(("b.zip", zipped(("c.html", article().encode())))))),
    "all.tar": tarred,
    "page.html": lambda: zipped(("doc.html", article().encode())),
}


def test_c03_an_archive_writes_nothing_but_its_own_records(tmp_path: Path) -> None:
    """A zip is read entry by entry, bounded, into one file of records; tar is unsupported; nothing is unpacked.

    Names that lead out and links are names and texts in a record; a bomb fails, a zip in a zip stays shut.
    """
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name, make in ARCHIVES.items():
        (source / name).write_bytes(make())
    (source / "real.html").write_text(article(), encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CLEANER_")} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "cleaner.app.cli", "batch", str(source), "--out", str(out), "-j", "1"]
    ended = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path, check=False, timeout=300)
    lines = {one["input"]: one for one in map(json.loads, (out / "manifest.jsonl").read_text().splitlines())}
    zips = sorted(name for name in ARCHIVES if name.endswith(".zip"))
    wanted = {name: "ok" if name in zips else "unsupported" for name in ARCHIVES}
    assert wanted | {"bomb.zip": "failed", "real.html": "ok"} == {name: one["status"] for name, one in lines.items()}
    records = [name.replace(".zip", ".jsonl") for name in zips]
    assert sorted(["manifest.jsonl", "real.txt", *records]) == sorted(p.name for p in out.rglob("*"))
    nested = [json.loads(line)["cleaner"]["status"] for line in (out / "nested.jsonl").read_text().splitlines()]
    assert set(nested) == {"unsupported"}
    assert not list(tmp_path.glob("**/*slip.html"))
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "cleaner").glob("**/*.py")), ids=lambda path: path.stem)
def test_c03_no_archive_is_extracted_to_disk(path: Path) -> None:
    """No module unpacks an archive into files, where names and links could lead out: entries are read as streams."""
    code = path.read_text("utf-8")
    assert "extractall" not in code
    assert "zipfile" not in code or ".extract(" not in code
    assert "import tarfile" not in code
