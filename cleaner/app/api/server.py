"""The API's process: `python -m cleaner.app.api.server`."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from cleaner.app.api.application import create_app
from cleaner.app.api.protocol import bounded_protocol
from cleaner.app.listening import open_socket
from cleaner.errors import CleanerError, QueueError
from cleaner.sandbox.limits import die_with_parent
from cleaner.service.broker import check
from cleaner.service.context import current_config, open_context
from cleaner.service.logs import configure, logger
from cleaner.service.readiness import announce_ready
from cleaner.service.settings import Config

SHUTDOWN_SECONDS = 10
FAREWELL_SECONDS = 1.0  # in which whoever keeps a connection is told, with an answer, that it closes
BACKLOG = 512


def serve(config: Config) -> int:
    """Serve the API until the process is told to stop. Returns the exit code."""
    configure(config.log_format)
    context = open_context(config)
    try:
        for warning in check(context.redis):
            logger().warning("queue-server", detail=warning)
    except QueueError as error:  # it may come later; until then submissions are refused
        logger().warning("queue-server", detail=str(error))
    with open_socket(config) as opened:
        address, port = opened.getsockname()[:2]
        logger().info("listening", address=address, port=port, keys=len(config.api_keys), loopback_only=config.loopback)
        application = create_app(context)
        gc.collect()
        gc.freeze()  # going through all that was imported took 200 ms, once in a thousand submissions, for nothing
        settings = uvicorn.Config(
            application,
            http=bounded_protocol(config.receipt_seconds),
            log_config=None,
            access_log=False,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            server_header=False,
            proxy_headers=False,
            backlog=BACKLOG,
        )
        _Server(settings, application.end).run(sockets=[opened])
        context.tracer.flush()
    return 0


class _Server(uvicorn.Server):
    """Uvicorn's server, which ends without a failed request.

    Uvicorn would cancel long polls after a while, with a 500: they are let go at the signal. It would close a kept
    connection at the moment at which its client may be sending: first every answer says that the connection closes.
    """

    def __init__(self, settings: uvicorn.Config, end: Callable[[], None]) -> None:
        super().__init__(settings)
        self._end = end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        with suppress(RuntimeError):  # no loop yet
            asyncio.get_running_loop().call_soon_threadsafe(self._end)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        announce_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for opened in sockets or []:
            opened.close()
        clock = asyncio.get_running_loop().time
        deadline = clock() + FAREWELL_SECONDS
        while self.server_state.connections and clock() < deadline and not self.force_exit:  # noqa: ASYNC110  # uvicorn's
            await asyncio.sleep(FAREWELL_SECONDS / 50)
        await super().shutdown(sockets)


def main() -> int:
    """Run the API as a process of its own, with settings from the environment. Returns the exit code."""
    if os.environ.get("CLEANER_CHILD"):
        die_with_parent(signal.SIGTERM)
    try:
        return serve(current_config())
    except CleanerError as error:
        sys.stderr.write(f"{error}\n")
        return int(error.exit_code)


if __name__ == "__main__":
    sys.exit(main())
