"""Looking after the embedded server while a service runs: what it cannot do is said once, a dead one is replaced."""

from __future__ import annotations

import time

from cleaner.errors import CleanerError, QueueError
from cleaner.service.logs import logger
from cleaner.service.valkey import Condition, EmbeddedServer

LOOK_SECONDS = 1.0
MAX_PAUSE = 15.0  # seconds between two attempts to start a server that does not come up


class ServerGuard:
    """The supervisor's view of the embedded server: `begin`, then `tend` again and again, then `end`."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server
        self._fault = ""
        self._next = 0.0
        self._pause = LOOK_SECONDS

    def begin(self) -> None:
        """Attach to the server or start one; one that lives and cannot work is waited for by everybody.

        Raises ConfigError and QueueError as `EmbeddedServer.start` does where no server lives.
        """
        try:
            url = self.server.start()
        except QueueError as error:
            if not self.server.look().lives:
                raise
            self._say(error.message)
        else:
            logger().info("embedded-server", url=url, pid=self.server.pid())

    def tend(self) -> None:
        """Look, not more than once a second: say what has changed, start a server where none lives."""
        if time.monotonic() < self._next:
            return
        condition = self.server.look()
        if condition.lives:
            self._pause = LOOK_SECONDS
            self._compare(condition)
        else:
            self._restart()
        self._next = time.monotonic() + self._pause

    def end(self) -> None:
        """Leave the server; the last one to leave stops it."""
        logger().info("embedded-server-left", stopped=self.server.close())

    def _compare(self, condition: Condition) -> None:
        if condition.fault and condition.fault != self._fault:
            self._say(condition.fault)
        elif not condition.fault and self._fault:
            self._fault = ""
            logger().info("embedded-server-able", pid=self.server.pid())

    def _say(self, fault: str) -> None:
        self._fault = fault
        logger().warning("embedded-server-unable", pid=self.server.pid(), detail=fault)

    def _restart(self) -> None:
        logger().warning("embedded-server-lost")
        try:
            self.server.start()
        except CleanerError as error:
            self._pause = min(2 * self._pause, MAX_PAUSE)
            logger().error("embedded-server-down", code=error.code.value, detail=str(error), again_in=self._pause)
        else:
            self._pause, self._fault = LOOK_SECONDS, ""
            logger().info("embedded-server", pid=self.server.pid())
