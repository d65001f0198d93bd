"""The connection to Redis or Valkey: short deadlines, and a look at whether the server is fit to carry work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from cleaner.errors import ConfigError, QueueError, QueueFull


def connect(url: str, *, timeout: float = 1.0) -> redis.Redis:
    """A client that gives up after `timeout` seconds; redis-py alone would retry for almost five."""
    return redis.Redis.from_url(
        url,
        socket_timeout=timeout,
        socket_connect_timeout=timeout,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=0,
    )


@contextmanager
def translated(subject: str = "redis") -> Iterator[None]:
    """Turn what redis-py raises inside into a `QueueError`."""
    try:
        yield
    except redis.exceptions.OutOfMemoryError as error:
        raise QueueFull("the server is out of memory", subject=subject, retry_after=30) from error
    except redis.RedisError as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise QueueError(f"the queue's server does not answer ({first})", subject=subject) from error


def check(client: redis.Redis) -> list[str]:
    """Warnings about a server that can be used.

    Raises ConfigError for one that may throw queued work away, QueueError for one that does not answer.
    """
    with translated():
        memory = client.info("memory")
        persistence = client.info("persistence")
    policy = str(memory.get("maxmemory_policy", "noeviction"))
    if policy != "noeviction":
        raise ConfigError(
            f"its maxmemory-policy is {policy}, which drops keys of waiting work; set noeviction",
            subject="CLEANER_REDIS_URL",
        )
    if not int(persistence.get("aof_enabled", 0)):
        return ["the server keeps no append-only file: after its restart the sweeper rebuilds the queue from the store"]
    return []
