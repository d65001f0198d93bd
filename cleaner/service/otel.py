"""Spans by OpenTelemetry, sent over OTLP as its own variables say (`OTEL_EXPORTER_OTLP_ENDPOINT`, ...)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from cleaner.versions import __version__

FLUSH_MILLISECONDS = 2_000  # a collector that is away may hold up a work-horse's end for so long


class OpenTelemetry:
    """A tracer of this process and, after a fork, of its children."""

    on = True

    def __init__(self) -> None:
        resource = Resource.create({"service.name": "cleaner", "service.version": __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("cleaner", __version__)
        self._header = TraceContextTextMapPropagator()

    @contextmanager
    def span(self, name: str, place: str | None = None, **facts: str) -> Iterator[None]:
        """A span around what is done inside; an exception that leaves it is noted in it."""
        above = self._header.extract({"traceparent": place}) if place else None
        with self._tracer.start_as_current_span(name, context=above, attributes=facts):
            yield

    def place(self) -> str | None:
        """Where the open span stands, or None where none is open."""
        carrier: dict[str, str] = {}
        if trace.get_current_span().get_span_context().is_valid:
            self._header.inject(carrier)
        return carrier.get("traceparent")

    def flush(self) -> None:
        """Send what has ended."""
        self._provider.force_flush(FLUSH_MILLISECONDS)
