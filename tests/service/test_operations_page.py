"""The commands of docs/operations.md, run as they stand there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from service_process import RunningService, text_of

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


def block(heading: str, number: int = 0) -> str:
    """The commands of a section's block."""
    section = PAGE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"(?:^    .*\n)+", section, re.MULTILINE)[number]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the page's paths are, for once; a `cleaner` that is this one."""
    (tmp_path / "lib").mkdir()
    script = tmp_path / "cleaner"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m cleaner.app.cli "$@"\n')
    script.chmod(0o755)
    return tmp_path


def run(home: Path, commands: str) -> str:
    """What these commands say, with the page's directories put below this test's."""
    commands = commands.replace("/var/lib/cleaner", str(home / "lib")).replace("/backups", str(home / "backups"))
    environment = {
        "PATH": f"{home}:/usr/bin:/bin",
        "PYTHONPATH": str(Path.cwd()),
        "CLEANER_DATA_DIR": str(home / "lib"),
        "HOME": str(home),
    }
    ended = subprocess.run(
        ["/bin/sh", "-ec", commands], check=False, capture_output=True, text=True, timeout=300, env=environment
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_page_runs_as_it_stands(home: Path) -> None:
    """Settings, backup while it runs, restore, erasure, quarantine and the queue's rebuild."""
    assert "CLEANER_WORKERS=2" in run(home, block("Deploy").replace("    pip install 'cleaner[service]'\n", "")
                                      .replace("    cleaner serve\n", ""))  # fmt: skip
    with RunningService(data_dir=home / "lib") as service, service.client() as api:
        sent = {"text": text_of(1), "source_url": "https://www.example.org/a"}
        assert api.post("/v1/jobs", json=sent, headers={"prefer": "wait=60"}).json()["status"] == "succeeded"
        assert '"sources":1' in run(home, block("Back up and restore", 0)).replace(" ", "")
        assert run(home, block("Quarantine")) == ""
    (home / "lib" / "clean.db-wal").write_bytes(b"what a crash left")
    assert '"sources":1' in run(home, block("Back up and restore", 1)).replace(" ", "")
    assert {"clean.db", "clean.db-wal"} <= {one.name for one in (home / "lib" / "before").iterdir()}
    erasing = block("Erase").replace("cleaner erase --source 5f2b7c0de1a9437f8b6c2d01\n", "true\n")
    assert '"erased":{"sources":1,' in run(home, erasing).replace(" ", "")
    rebuild = block("What to do when").replace("cleaner serve\n", "true\n")
    run(home, rebuild)
    assert list((home / "lib" / "valkey").glob("appendonlydir.*"))
