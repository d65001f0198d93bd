"""The few child processes behind POST /v1/clean. The API never parses anything itself.

A child that stalls, dies or grows over its limits is replaced; its page gets the error. Nobody queues
here: where no child is free the answer is 503.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cleaner.errors import CleanerError, ExtractTimeout, OutOfMemory, QueueFull, TooLarge, UnsupportedMedia, WorkerLost
from cleaner.sandbox.limits import PageLimits
from cleaner.service.logs import logger

STARTUP_SECONDS = 60.0
RETRY_SECONDS = 2.0
LINE = 256 * 1024 * 1024  # bytes; a reply holds the text, its Markdown and every removal
_RAISED: Mapping[str, type[CleanerError]] = {
    one.code.value: one for one in (ExtractTimeout, OutOfMemory, UnsupportedMedia, TooLarge)
}


class Pool:
    """Child processes that clean one page at a time for routes that answer at once.

    There are `size` of them once `start` was called. One that dies or takes too long is replaced.
    """

    def __init__(self, size: int, limits: PageLimits) -> None:
        self._size = size
        self._limits = limits
        self._free: asyncio.LifoQueue[Process] = asyncio.LifoQueue()
        self._children: set[Process] = set()
        self._starts: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Start the children. Each takes its first page once it has loaded the core."""
        for _ in range(self._size):
            self._schedule_start()

    @property
    def warm(self) -> int:
        """How many children have loaded the core, whether they are busy or free."""
        return len(self._children)

    async def close(self) -> None:
        """End all children, busy ones too."""
        for start in self._starts:
            start.cancel()
        for child in list(self._children):
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()

    async def clean(
        self, content: bytes, mode: str | None, options: Mapping[str, Any], wish: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Clean one page or text; returns the result as `CleanResult.to_dict` has it, with `markdown` and `html` added.

        A `wish` asks for something else: `report` for every block with its evidence, `cuts` (spans by the number of the
        block) for the result as corrected by hand, `page` for the page itself, sanitised and marked. `mode` None lets
        the bytes decide whether it is a page or a text.

        Raises QueueFull while every child is busy, and what the page itself led to: ExtractTimeout,
        OutOfMemory, WorkerLost, UnsupportedMedia.
        """
        try:
            child = self._free.get_nowait()
        except asyncio.QueueEmpty:
            raise QueueFull(
                "every process for immediate cleaning is busy; POST /v1/jobs queues", retry_after=2
            ) from None
        encoded = base64.b64encode(content).decode()
        asked = json.dumps({"content": encoded, "mode": mode, "options": dict(options), "wish": dict(wish or {})})
        try:
            reply = await asyncio.wait_for(self._ask(child, asked), self._limits.wall_seconds + 5)
        except BaseException as error:
            self._replace(child)
            if isinstance(error, TimeoutError):
                raise self._limits.wall_error() from None
            if isinstance(error, asyncio.IncompleteReadError | ConnectionError | ValueError):
                raise WorkerLost("the process that cleaned it died") from None
            raise
        self._free.put_nowait(child)
        problem = reply.get("problem")
        if problem:
            raise _RAISED.get(problem["code"], CleanerError)(problem["detail"])
        return dict(reply["result"])

    async def _ask(self, child: Process, line: str) -> dict[str, Any]:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(line.encode() + b"\n")
        await child.stdin.drain()
        reply = await child.stdout.readuntil(b"\n")
        found: dict[str, Any] = json.loads(reply)
        return found

    def _schedule_start(self) -> None:
        start = asyncio.get_running_loop().create_task(self._start_child())
        self._starts.add(start)
        start.add_done_callback(self._starts.discard)

    async def _start_child(self) -> None:
        """Start a child, again and again until one is there."""
        while True:
            try:
                await self._start_once()
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                logger().error("clean-child", detail=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return

    async def _start_once(self) -> None:
        command = (sys.executable, "-m", "workers.oneshot")
        child = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, limit=LINE, start_new_session=True
        )
        assert child.stdout is not None
        try:
            await asyncio.wait_for(child.stdout.readuntil(b"\n"), STARTUP_SECONDS)
        except BaseException:
            with suppress(ProcessLookupError):
                child.kill()
            raise
        self._children.add(child)
        self._free.put_nowait(child)

    def _replace(self, child: Process) -> None:
        with suppress(ProcessLookupError):
            child.kill()
        self._children.discard(child)
        self._schedule_start()
