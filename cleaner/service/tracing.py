"""Traces, from a submission to the work on it: what the service asks of a tracer, and the one that does nothing.

A submission's place in its trace travels beside its ticket in Redis. Where that is lost (the queue was rebuilt) the
work begins a trace of its own; nothing else depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Protocol

import redis

from cleaner.errors import ConfigError
from cleaner.service.broker import as_queue_errors
from cleaner.service.notes import text
from cleaner.service.settings import Config

PLACES = "cleaner:trace:"
PLACES_TTL = 86_400  # seconds that a ticket may wait and still be part of its submission's trace
WHOLE = 0  # the place of every job of a ticket; jobs are numbered from 1


class Tracer(Protocol):
    """Makes spans. A place is a `traceparent` header (W3C Trace Context)."""

    @property
    def on(self) -> bool:
        """Whether spans go anywhere."""

    def span(self, name: str, place: str | None = None, **facts: str) -> AbstractContextManager[None]:
        """A span around what is done inside; below `place`, or below the span that is open here."""

    def place(self) -> str | None:
        """Where the open span stands."""

    def flush(self) -> None:
        """Send what has ended: the process may not live on."""


class NoTracer:
    """Does nothing."""

    on = False

    def span(self, name: str, place: str | None = None, **facts: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """Nothing around what is done inside."""
        return nullcontext()

    def place(self) -> None:
        """Nowhere."""

    def flush(self) -> None:
        """Nothing to send."""


def tracer_of(config: Config) -> Tracer:
    """The tracer that the settings ask for. Raises ConfigError where its packages are not there."""
    if not config.traces:
        return NoTracer()
    try:
        module = import_module("cleaner.service.otel")
    except ModuleNotFoundError as error:
        raise ConfigError("needs pip install 'cleaner[otel]'", subject="CLEANER_TRACES") from error
    tracer: Tracer = module.OpenTelemetry()
    return tracer


def record_places(connection: redis.Redis, places: Mapping[str, Mapping[int, str]]) -> None:
    """Keep the places of jobs (by number, or `WHOLE`) beside their tickets. Raises QueueError."""
    with as_queue_errors(), connection.pipeline(transaction=False) as pipeline:
        for ticket, found in places.items():
            if found:
                pipeline.hset(PLACES + ticket, mapping={str(seq): place for seq, place in found.items()})
                pipeline.expire(PLACES + ticket, PLACES_TTL)
        pipeline.execute()


def places_of(connection: redis.Redis, ticket: str) -> dict[int, str]:
    """The places that were kept beside a ticket. Raises QueueError."""
    with as_queue_errors():
        return {int(seq): text(place) for seq, place in connection.hgetall(PLACES + ticket).items()}
