"""What an operator sets is what the service does."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from service_process import RunningService

from cleaner.rules.samples import ARTICLE

COMMAND = (sys.executable, "-m", "cleaner.app.cli")


def test_no_worker_and_no_fetcher_is_refused(tmp_path: Path) -> None:
    """It would run and do nothing."""
    ended = subprocess.run(
        [*COMMAND, "worker", "--workers", "0", "--fetchers", "0", "--data-dir", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 4
    assert "nothing would be done" in ended.stderr


def test_what_the_service_writes_is_its_owners(tmp_path: Path) -> None:
    """Files 0600 and directories 0700, whatever umask it was started with; the store's one file is whole at the end."""
    home = tmp_path / "deep" / "data"
    with RunningService(data_dir=made(home)) as service:
        with service.client() as api:
            done = api.post("/v1/jobs", json={"text": "A line of text.\n\nAnother."}, headers={"prefer": "wait=60"})
            assert done.json()["status"] == "succeeded"
        assert set(open_to_others(home)) <= {"service.log"}  # the test's own
    assert not list(home.glob("*-wal")) or (home / "clean.db-wal").stat().st_size == 0


def open_to_others(home: Path) -> list[str]:
    """What below a directory somebody else may use, but for sockets; files come and go while a service runs."""
    found = []
    for folder, folders, files in os.walk(home):
        for name in (*folders, *files):
            with suppress(FileNotFoundError):
                mode = (Path(folder) / name).stat().st_mode
                if not stat.S_ISSOCK(mode) and stat.S_IMODE(mode) & 0o077:
                    found.append(name)
    return found


def made(folder: Path) -> Path:
    """A directory as an operator makes it."""
    folder.mkdir(parents=True)
    return folder


OWN_PACK = """language = "en"

[[phrase]]
id = "en-own-harbour-club"
category = "related"
patterns = ["seen first in the harbour club"]
reason = "the site's own line"
added = 2026-11-26
fires = ["Seen first in the Harbour Club"]
silent = ["It was seen first in the harbour."]
"""


def test_a_pack_of_the_operators_own_is_used_and_changes_what_a_job_is(service: RunningService, tmp_path: Path) -> None:
    """A worker cuts what only that pack knows; the same input is another job than without it."""
    folder = made(tmp_path / "packs")
    (folder / "own.toml").write_text(OWN_PACK)
    text = f"{ARTICLE}\n\nSeen first in the Harbour Club\n\nFerry line closed for good"
    found = []
    with RunningService({"CLEANER_PACKS": str(folder)}) as with_pack:
        for one in (service, with_pack):
            with one.client() as api:
                job = api.post("/v1/jobs", json={"text": text, "language": "en"}, headers={"prefer": "wait=60"}).json()
                found.append((job["id"], api.get(f"/v1/bodies/{job['result']['content_hash']}").text))
    (plain, without), (own, cut) = found
    assert plain != own
    assert "Harbour Club" in without
    assert "Harbour Club" not in cut
