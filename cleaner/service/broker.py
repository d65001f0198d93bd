"""The connection to Redis or Valkey: short deadlines, and a look at whether the server is fit to carry work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

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


class QueueFault(StrEnum):
    """Why the queue's server does not do what it is asked."""

    SILENT = "does-not-answer"
    LOADING = "loading"
    UNWRITABLE = "cannot-write"
    MEMORY = "out-of-memory"
    REFUSED = "refused"


_WORDS = {
    QueueFault.SILENT: "does not answer",
    QueueFault.LOADING: "is loading its file",
    QueueFault.UNWRITABLE: "lives and cannot write its file",
    QueueFault.MEMORY: "is out of memory",
    QueueFault.REFUSED: "refuses",
}


def judge(error: redis.RedisError) -> QueueFault:
    """Which fault an error of redis-py stands for."""
    if isinstance(error, redis.exceptions.OutOfMemoryError):
        return QueueFault.MEMORY
    if isinstance(error, redis.exceptions.BusyLoadingError):
        return QueueFault.LOADING
    if isinstance(error, redis.exceptions.ResponseError):
        # A disk that is full or broken: the server refuses every write, and PING too, until it can write again.
        return QueueFault.UNWRITABLE if str(error).startswith("MISCONF") else QueueFault.REFUSED
    return QueueFault.SILENT


@contextmanager
def as_queue_errors(subject: str = "redis") -> Iterator[None]:
    """Turn what redis-py raises inside into a `QueueError`, whose facts name the `reason` (a `QueueFault`)."""
    try:
        yield
    except redis.RedisError as error:
        fault = judge(error)
        words = f"the queue's server {_WORDS[fault]} ({first_line(error)})"
        if fault is QueueFault.MEMORY:
            raise QueueFull(words, subject=subject, retry_after=30, reason=fault) from error
        raise QueueError(words, subject=subject, reason=fault) from error


def first_line(error: Exception) -> str:
    """What an error says, in one line."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def ask(client: redis.Redis) -> dict[str, Any]:
    """What the server says of its memory. Raises QueueError for one that would not take work now."""
    with as_queue_errors():
        client.ping()  # INFO alone is answered by a server that refuses every write
        memory: dict[str, Any] = client.info("memory")
    return memory


def check(client: redis.Redis) -> list[str]:
    """Warnings about a server that can be used.

    Raises ConfigError for one that may throw queued work away, QueueError for one that would not take work now.
    """
    memory = ask(client)
    with as_queue_errors():
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
