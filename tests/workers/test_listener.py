"""The thread in which a worker hears commands: it outlives its server and what strangers send, and ends when told."""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import time

import pytest

from workers import listener
from workers.listener import CommandListener

CHANNEL = "commands-of-a-test"
LOG = logging.getLogger("test-listener")


class Inbox:
    """What was heard."""

    def __init__(self) -> None:
        self.heard: queue.Queue[bytes] = queue.Queue()

    def __call__(self, message: dict) -> None:
        """One message; not every one can be done."""
        if message["data"] == b"senseless":
            json.loads(message["data"])
        self.heard.put(message["data"])


@pytest.fixture
def inbox() -> Inbox:
    """Nothing heard yet."""
    return Inbox()


@pytest.fixture
def listening(bench, inbox, monkeypatch):
    """A listener on the bench's server that comes back quickly."""
    monkeypatch.setattr(listener, "RETRY_SECONDS", 0.1)
    monkeypatch.setattr(listener, "END_SECONDS", 60.0)  # of a busy machine
    thread = CommandListener(bench.context.redis, CHANNEL, inbox, LOG)
    thread.start()
    yield thread
    thread.end()


def test_a_command_that_cannot_be_done_is_not_the_end_of_the_thread(bench, listening, inbox) -> None:
    """It is a line in the log, and the next command is heard."""
    for command in ("senseless", "next"):
        bench.until(lambda command=command: bench.context.redis.publish(CHANNEL, command) == 1)
    assert inbox.heard.get(timeout=60) == b"next"
    assert listening.is_alive()


def test_a_server_that_comes_back_is_heard_again(bench, listening, inbox) -> None:
    """The server is killed and started: the same thread subscribes anew."""
    os.kill(bench.server.pid(), signal.SIGKILL)
    time.sleep(0.5)
    bench.server.start()
    bench.until(lambda: bench.context.redis.publish(CHANNEL, "again") == 1)
    assert inbox.heard.get(timeout=60) == b"again"
    assert listening.is_alive()


def test_the_end_is_quick_while_the_server_lives(bench, listening, inbox, monkeypatch) -> None:
    """A message wakes the thread: it does not sit out the time between two looks."""
    monkeypatch.setattr(listener, "POLL_SECONDS", 3600)
    message = "a message, after which the new time holds"
    bench.until(lambda: bench.context.redis.publish(CHANNEL, message) == 1)
    assert inbox.heard.get(timeout=60) == message.encode()
    time.sleep(0.2)  # it waits for the next one, most likely
    listening.end()
    assert not listening.is_alive()


def test_the_thread_ends_while_its_server_is_away(bench, listening) -> None:
    """No answer can come; the thread sees by itself that it shall end."""
    os.kill(bench.server.pid(), signal.SIGKILL)
    listening.end()
    assert not listening.is_alive()


def test_a_start_without_a_server_comes_back(bench, inbox) -> None:
    """The worker is not held up for longer than one look."""
    bench.server.close()
    thread = CommandListener(bench.context.redis, CHANNEL, inbox, LOG)
    thread.start()
    assert thread.is_alive()
    thread.end()
    assert not thread.is_alive()
