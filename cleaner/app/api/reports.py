"""What a stored document is cleaned to, block by block: asked of the cleaning processes, the last ones remembered."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.app.api.pool import Pool
from cleaner.errors import QueueFull
from cleaner.ledger.feedback import Span

WAIT_SECONDS = 10.0  # for a free process, before a reader is told that all are busy
ASK_SECONDS = 0.05
MAX_BLOCKS = 20_000  # of all reports that are remembered; a block of a report takes some 3 kB


class Reports:
    """Keeps the reports made last, by document and options, and forgets those first that were asked for least lately.

    An application has one.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: OrderedDict[tuple[str, str], dict[str, Any]] = OrderedDict()

    async def get(self, name: str, content: bytes, mode: str | None, options: Mapping[str, Any]) -> dict[str, Any]:
        """The report of a document's bytes, kept under the document's name. Raises as `Pool.clean` does."""
        key = name, repr(sorted(options.items()))
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        report = await self.clean(content, mode, options, {"report": True})
        self._known[key] = report
        while len(self._known) > 1 and sum(len(one["blocks"]) for one in self._known.values()) > MAX_BLOCKS:
            self._known.popitem(last=False)
        return report

    async def clean(
        self, content: bytes, mode: str | None, options: Mapping[str, Any], wish: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What `Pool.clean` gives back for a wish. Waits a while for a free process before it raises QueueFull."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return await self._pool.clean(content, mode, options, wish)
            except QueueFull:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(ASK_SECONDS)


def wish(cuts: Mapping[int, Sequence[Span]], *, page: bool = False) -> dict[str, Any]:
    """The wish of `Pool.clean` for a document as it was corrected: `cuts` are the spans that go, by block."""
    return {"cuts": list(cuts.items()), "page": page}
