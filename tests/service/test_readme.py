"""The README's section on the service, word for word."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from service_process import RunningService

README = Path(__file__).parents[2] / "README.md"
MARKED = re.compile(r"<!-- service -->(.*?)<!-- /service -->", re.DOTALL)
JOB = re.compile(r"[0-9a-f]{64}-[0-9]+")


def test_the_readmes_section_runs_as_it_stands(service: RunningService, tmp_path: Path) -> None:
    """Its commands print what stands below them; only the job's id and the port are this run's own."""
    for tool in ("bash", "curl", "jq", "sha256sum"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    section = MARKED.search(README.read_text("utf-8"))
    assert section is not None
    commands = re.findall(r"^    (.*)$", section[1], re.MULTILINE)
    expected = "".join(re.findall(r"^```\n(.*?)^```$", section[1], re.MULTILINE | re.DOTALL))
    assert commands[0].startswith(".venv/bin/cleaner serve ")
    script = "\n".join(commands[1:]).replace("localhost:8080", service.url.removeprefix("http://"))
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False)
    assert JOB.sub("ID", expected) == JOB.sub("ID", ran.stdout.replace("\r", "")), ran.stderr
