"""The examples of docs/client.md, word for word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from service_process import RunningService

PAGE = Path(__file__).parents[2] / "docs" / "client.md"
BLOCK = re.compile(r"<!-- (shell|python) -->\n(.*?)<!-- /\1 -->", re.DOTALL)
EXPECTED = """\
The harbour reopened on Monday, the council said.
The harbour reopened on Monday, the council said.
2
2
The harbour reopened on Monday, the council said.
# Harbour

It reopened.

0 Text number 0.
1 Text number 1.
2 Text number 2.
the request does not fit the schema: /profile Input should be 'conservative', 'balanced' or 'strict'
['succeeded', 'succeeded', 'succeeded']
74d374624903d67098204b303739d52bb92b309c85323c0499a12634e7634cec
One text.

Another.

The harbour reopened on Monday, the council said.
"""


def test_the_examples_run_as_they_stand(service: RunningService, tmp_path: Path) -> None:
    """In one shell against a service without keys; only the port is this run's own."""
    for tool in ("bash", "curl", "jq"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    script = []
    for number, (kind, block) in enumerate(BLOCK.findall(PAGE.read_text("utf-8"))):
        if kind == "shell":
            script += [line.removeprefix("    ") for line in block.splitlines()]
        else:
            (tmp_path / f"{number}.py").write_text(block.strip().removeprefix("```python\n").removesuffix("```"))
            script.append(f"python {number}.py")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, words in (("python", ""), ("cleaner", "-m cleaner.app.cli")):
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (tools / name).chmod(0o755)
    env = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(PAGE.parents[1])}
    text = "\n".join(script).replace("http://127.0.0.1:8080", service.url)
    ran = subprocess.run(
        ["bash", "-c", text], capture_output=True, text=True, cwd=tmp_path, env=env, timeout=300, check=False
    )
    assert EXPECTED.splitlines() == ran.stdout.splitlines(), ran.stderr
