"""A worker process: `python -m workers.run clean|fetch`.

What the work needs is imported and used once before the first fork: each work-horse then starts warm
(real page: 28 ms of CPU instead of 184).
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

import redis
from rq.exceptions import StopRequested

from cleaner.errors import CleanerError, QueueError
from cleaner.ledger.records import QueueName
from cleaner.ledger.warm_statements import warm
from cleaner.rules.packs import shipped_packs
from cleaner.sandbox.limits import die_with_parent
from cleaner.service.broker import check
from cleaner.service.context import ServiceContext, current_config, this_context, this_fetcher
from cleaner.service.logs import configure, logger
from cleaner.service.options import clean_with
from cleaner.service.readiness import announce_ready
from cleaner.types import Mode
from workers import jobs
from workers.worker import TicketWorker

RESTART_SECONDS = 0.5
MAX_PAUSE = 5.0  # seconds between two looks for a server that is away
NICE = 10  # cleaning gives way to the API, the store and the queue's server on the same machine
WARM_PAGE = b"<html><head><title>Warm</title></head><body><article><p>%s</p></article></body></html>" % (
    b"A sentence of ordinary length, so that every stage has something to look at. " * 8
)
# With next to no text trafilatura falls back on jusText, whose stop lists take 0.2 s to read.
THIN_PAGE = (
    b"<html><body><div><a href='/a'>One</a> <a href='/b'>Two</a></div><table><tr><td>3</td></tr></table></body></html>"
)
WARM_LINE = b"Share this article\n\nA line of text that is long enough to be looked at.\n\n(c) 2020 Somebody"


def main(arguments: list[str]) -> int:
    """Work on one queue until told to stop or until `max_jobs` chunks are done; the exit code."""
    if os.environ.get("CLEANER_CHILD"):
        die_with_parent(signal.SIGTERM)
    try:
        queue = QueueName(arguments[0] if arguments else "clean")
        os.nice(NICE)
        config = current_config()
        configure(config.log_format)
        context = this_context()
        warm(context.store)
        warm_up(config.warm_languages)
        if queue is QueueName.FETCH:
            this_fetcher()
        return _work(context, queue, config.max_jobs)
    except CleanerError as error:
        sys.stderr.write(f"{error}\n")
        return int(error.exit_code)


def warm_up(languages: Sequence[str] = ()) -> None:
    """Use every part of the core once, in these of the languages that it has phrases for, or in all of them.

    What is built at its first use (phrase indices, trafilatura's stop lists, compiled patterns) would be built
    anew in every work-horse: 13 ms of CPU a page in chunks of 50 small pages.
    """
    assert jobs  # imported for its own imports
    gc.disable()  # what is built here stays: going through it again and again took a quarter of the time
    for language in sorted({pack.language for pack in shipped_packs() if not languages or pack.language in languages}):
        page = WARM_PAGE.replace(b"<html", b'<html lang="%s"' % language.encode())
        clean_with(page, Mode.HTML, {}, "https://example.org/warm")
        clean_with(WARM_LINE, Mode.TEXT, {"charset": "utf-8", "language": language or None})
    clean_with(WARM_PAGE, Mode.HTML, {}, "https://example.org/warm")
    clean_with(THIN_PAGE, Mode.HTML, {}, "https://example.org/thin")
    gc.enable()
    gc.collect()
    gc.freeze()  # what is warm is shared with the work-horses, and their collector need not touch it


def _work(context: ServiceContext, queue: QueueName, max_jobs: int) -> int:
    """Work; a worker that lost its server is replaced in the same process as soon as the server is back."""
    for name in ("rq.worker", "rq.job"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("rq.worker").addFilter(shorten_loss)
    pause, said = RESTART_SECONDS, ""
    with suppress(StopRequested):  # a signal between two workers
        while True:
            try:
                worker = _run_worker(context, queue, max_jobs)
            except (QueueError, redis.RedisError) as error:
                if str(error) != said:
                    said = str(error)
                    logger().warning("queue-lost", queue=queue.value, detail=said)
                pause = min(2 * pause, MAX_PAUSE)
            else:
                pause, said = RESTART_SECONDS, ""
                if worker.stopped or worker.jobs_done >= max_jobs:
                    logger().info("worker-ended", queue=queue.value, pid=os.getpid(), jobs=worker.jobs_done)
                    break
            time.sleep(pause)
    return 0


def _run_worker(context: ServiceContext, queue: QueueName, max_jobs: int) -> TicketWorker:
    """A worker that has worked until it was told to stop, did `max_jobs`, or met something that it cannot work with."""
    for warning in check(context.redis):
        logger().warning("queue-server", detail=warning)
    worker = TicketWorker(queue, context.redis, context.store, context.config.page)
    logger().info("worker-started", queue=queue.value, pid=os.getpid(), worker=worker.name)
    announce_ready()
    worker.work(logging_level="WARNING", max_jobs=max_jobs)
    return worker


def shorten_loss(record: logging.LogRecord) -> bool:
    """RQ's traceback of an answer that did not come, as one line: the worker is replaced when the server is back."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, (redis.RedisError, QueueError)):
        record.msg, record.args, record.exc_info = f"{record.getMessage()} ({error})", (), None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
