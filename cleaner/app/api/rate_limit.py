"""Requests a minute and caller, counted in the queue's server: all processes share the count and it outlives them.

While that server is away each process counts by itself: the limit goes on to hold, for each process instead of for all.
Open (no limit) would give whoever floods the server the rest of the service as well; closed (no answer) would make a
lost queue the end of reading too, which needs none.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import Counter

import redis

from cleaner.service.broker import connect, first_line
from cleaner.service.logs import logger

WINDOW = 60  # seconds
MAX_CALLERS = 100_000  # counted by one process alone


class RateLimit:
    """Counts requests of the current minute. `limit` is what one caller may send in it."""

    def __init__(self, redis_url: str, limit: int) -> None:
        self.limit = limit
        self._redis = connect(redis_url, timeout=0.5)
        self._alone: Counter[str] = Counter()
        self._minute = 0
        self._away = False

    async def count(self, who: str) -> int:
        """Count one request of a caller; returns how many it has sent in this minute, this one included.

        While the queue's server is away, this process counts alone.
        """
        return await asyncio.to_thread(self._count, who)

    @staticmethod
    def reset() -> int:
        """Seconds until the next minute begins."""
        return WINDOW - int(time.time()) % WINDOW

    def _count(self, who: str) -> int:
        name = f"cleaner:rate:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{int(time.time()) // WINDOW}"
        try:
            with self._redis.pipeline(transaction=False) as pipeline:
                pipeline.incr(name)
                pipeline.expire(name, 2 * WINDOW)
                used = int(pipeline.execute()[0])
        except redis.RedisError as error:
            if not self._away:
                logger().warning("rate-limit-alone", detail=first_line(error))
            self._away = True
            return self._count_alone(name)
        if self._away:
            logger().info("rate-limit-shared")
        self._away = False
        return used

    def _count_alone(self, name: str) -> int:
        minute = int(time.time()) // WINDOW
        if minute != self._minute:
            self._minute = minute
            self._alone = Counter()
        if name not in self._alone and len(self._alone) >= MAX_CALLERS:
            return self.limit + 1
        self._alone[name] += 1
        return self._alone[name]
