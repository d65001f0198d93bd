"""One event is one line, whatever an input tries to put into it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import redis
import structlog

from cleaner.errors import QueueError
from cleaner.service.logs import configure, escape_strings, logger
from workers.run import shorten_loss


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """What is configured here writes to a stream that ends with the test."""
    yield
    structlog.reset_defaults()


FORGED = 'a\r\n{"level": "error"}\x1b[31m\u2028b\u202ec\x85'


def test_o03_controls_line_ends_and_direction_marks_are_escaped() -> None:
    """In strings, in lists, in names; other characters stay."""
    assert escape_strings("héllo — 日本") == "héllo — 日本"
    for value in (FORGED, [FORGED], {FORGED: FORGED}):
        text = json.dumps(escape_strings(value), ensure_ascii=False)
        assert len(text.splitlines()) == 1
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_o03_an_event_is_one_line(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In both formats."""
    configure(log_format)
    logger().info("fetched", url=FORGED)
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("error", [redis.ResponseError("MISCONF"), QueueError("the queue's server refuses")])
def test_a_lost_queue_is_a_line_and_not_a_traceback(error: Exception) -> None:
    """What RQ logs with a traceback becomes a warning of one line; a fault of the program keeps its traceback."""
    for fault in (error, ZeroDivisionError()):
        record = logging.LogRecord("rq.worker", logging.ERROR, "", 1, "unhandled", (), (type(fault), fault, None))
        assert shorten_loss(record)
        assert bool(record.exc_info) is (fault is not error)
        assert (record.levelname == "WARNING") is (fault is error)
