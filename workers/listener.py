"""The thread in which a worker hears commands: stop this job, end yourself.

RQ's own thread shares its connection with the worker's main thread, which closes it while the thread reads: then it
dies of an error that nobody handles, or waits for up to a minute for a message that cannot come any more. Here one
thread opens, reads and closes the connection, and an error in it is a line in the log.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import redis

POLL_SECONDS = 1.0  # the longest that the thread takes to see that it shall end where the server cannot say so
RETRY_SECONDS = 2.0  # between two attempts at a server that is away
END_SECONDS = 5.0  # a thread that still connects then is left behind: it ends by itself
END_MESSAGE = '{"command": "end-listening"}'  # RQ knows no such command: it only wakes the thread


class CommandListener(threading.Thread):
    """Passes each message of `channel` to `handle` until `end` is called; a server that went away is waited for."""

    def __init__(
        self, connection: redis.Redis, channel: str, handle: Callable[[dict[str, Any]], None], log: logging.Logger
    ) -> None:
        super().__init__(name=f"listener of {channel}", daemon=True)
        self._connection = connection
        self._channel = channel
        self._handle = handle
        self._log = log
        self._ended = threading.Event()
        self._subscribed = threading.Event()

    def start(self) -> None:
        """Begin to listen; back when the subscription is sent, or after `POLL_SECONDS` if the server is away."""
        super().start()
        self._subscribed.wait(POLL_SECONDS)

    def run(self) -> None:
        """Listen, again and again."""
        while not self._ended.is_set():
            try:
                self._listen()
            except (redis.RedisError, OSError, ValueError) as error:  # ValueError: what redis-py says of a closed file
                if not self._ended.is_set():
                    self._log.warning("%s: %s; again in %g s", self.name, error, RETRY_SECONDS)
                    self._ended.wait(RETRY_SECONDS)

    def end(self) -> None:
        """Stop listening; back when the thread has ended."""
        self._ended.set()
        with suppress(redis.RedisError):
            self._connection.publish(self._channel, END_MESSAGE)
        self.join(END_SECONDS)

    def _listen(self) -> None:
        """Read messages over one connection until told to end. Raises what redis-py raises when it breaks."""
        with self._connection.pubsub(ignore_subscribe_messages=True) as messages:  # type: ignore[no-untyped-call]  # redis-py's
            messages.subscribe(self._channel)
            self._subscribed.set()
            while not self._ended.is_set():
                message = messages.get_message(timeout=POLL_SECONDS)
                if message is not None and not self._ended.is_set():
                    self._run_command(message)

    def _run_command(self, message: dict[str, Any]) -> None:
        """Do what a message says; one that cannot be done is a line in the log and not the end of the thread."""
        try:
            self._handle(message)
        except Exception as error:  # noqa: BLE001  # the outermost frame of what a stranger's message may start
            self._log.warning("%s: a command was not done: %r", self.name, error)
