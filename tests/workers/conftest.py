"""A store, a queue server and a worker of our own for every test."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from cleaner.ledger import reading
from cleaner.ledger.inputs import keep
from cleaner.ledger.records import Accepted, Job, JobKind, NewJob, QueueName
from cleaner.ledger.submission import Submission, submit
from cleaner.service import notes
from cleaner.service.context import ServiceContext, open_context
from cleaner.service.queue import new_ticket
from cleaner.service.settings import Config, load
from cleaner.service.valkey import EmbeddedServer
from workers.sweeper import Sweeper

TESTS = Path(__file__).parent.parent


class Bench:
    """What a test works with."""

    def __init__(self, home: Path) -> None:
        self.server = EmbeddedServer(home)
        self.config: Config = load(
            {
                "CLEANER_DATA_DIR": str(home),
                "CLEANER_REDIS_URL": self.server.start(),
                "CLEANER_SWEEP_SECONDS": "0.5",
            }
        )
        self.context: ServiceContext = open_context(self.config)
        self.sweeper = Sweeper(self.context)
        self.runs = home / "runs"
        self._release = home / "release"
        self.processes: list[subprocess.Popen[bytes]] = []

    def submit(self, *texts: str, enqueue: bool = True, single: bool = False) -> list[Accepted]:
        """Accept these texts as one chunk; `single`: as what somebody waits for."""
        ticket = new_ticket(single=single)
        submissions = []
        for text in texts:
            kept = keep(self.context.store.originals, text.encode())
            job = NewJob(JobKind.TEXT, kept.key, kept.key, options={"charset": "utf-8"}, ticket=ticket)
            submissions.append(Submission(job, None, kept))
        answers = submit(self.context.store.engine, submissions, time.time())
        accepted = [answer for answer in answers if isinstance(answer, Accepted)]
        if enqueue:
            self.context.dispatcher.submit(QueueName.CLEAN, [ticket])
        assert len(accepted) == len(texts), answers
        return accepted

    def worker(self, queue: str = "clean", log: Path | None = None, **environment: str) -> subprocess.Popen[bytes]:
        """A worker in a process of its own, which writes to `log` or to the test's own output."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith("CLEANER_")}
        variables |= {
            "CLEANER_DATA_DIR": str(self.config.data_dir),
            "CLEANER_REDIS_URL": self.config.redis_url,
            "CLEANER_TEST_RUNS": str(self.runs),
            "CLEANER_TEST_RELEASE": str(self._release),
            "CLEANER_WARM_LANGUAGES": "en",
            "CLEANER_PAGE_WALL": "120",
            **environment,
        }
        command = [sys.executable, str(TESTS / "faulty_worker.py"), queue]
        with log.open("wb") if log else nullcontext() as err:
            process = subprocess.Popen(command, env=variables, start_new_session=True, stderr=err)
        self.processes.append(process)
        return process

    def await_held(self) -> None:
        """Wait until a work-horse is at a text with HELD in it, where it stays until `release`."""
        self.until(lambda: self.runs.exists() and "HELD" in self.runs.read_text())
        self.until(lambda: bool(notes.work_horses(self.context.redis)))

    def release(self) -> None:
        """Let texts with HELD in them go on, now and later."""
        self._release.touch()

    def job(self, accepted: Accepted) -> Job:
        """The job as it stands."""
        return reading.find_job(self.context.store.engine, accepted.id)

    def until(self, done: Callable[[], bool], seconds: float = 300, *, sweep: bool = False) -> None:
        """Wait, sweeping on the way if asked to."""
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, "it never came"
            if sweep:
                self.sweeper.tick()
            time.sleep(0.05)

    def ended(self, accepted: list[Accepted], seconds: float = 300, *, sweep: bool = False) -> list[Job]:
        """The jobs when all have ended."""
        self.until(lambda: all(self.job(one).status.final for one in accepted), seconds, sweep=sweep)
        return [self.job(one) for one in accepted]

    def close(self) -> None:
        """End everything."""
        for process in self.processes:
            process.kill()
            process.wait()
        self.context.store.close()
        self.context.redis.close()
        self.server.close()


@contextmanager
def open_bench() -> Iterator[Bench]:
    """A bench that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="cw", ignore_cleanup_errors=True) as home:
        made = Bench(Path(home))
        try:
            yield made
        finally:
            made.close()


@pytest.fixture
def bench() -> Iterator[Bench]:
    """A store, a server, and workers as the test starts them."""
    with open_bench() as made:
        yield made


@pytest.fixture(scope="module")
def working_bench() -> Iterator[Bench]:
    """One that tests share which cost its worker at most a work-horse; a page has a second of CPU and ten of time."""
    with open_bench() as made:
        made.worker(CLEANER_PAGE_CPU="1", CLEANER_PAGE_WALL="10")
        yield made
