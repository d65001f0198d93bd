"""A trace goes from the caller's request over the submission to the work on it, in whatever process that is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from service_process import RunningService, text_of

from cleaner.errors import ConfigError
from cleaner.service import tracing
from cleaner.service.settings import load

collector = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector:
    """Takes spans as a collector would: their names, traces, own and upper ids."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, str, str, str]] = []
        spans = self.spans

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                request = collector.ExportTraceServiceRequest.FromString(body)
                for resource in request.resource_spans:
                    for scope in resource.scope_spans:
                        for one in scope.spans:
                            ids = (one.trace_id.hex(), one.span_id.hex(), one.parent_span_id.hex())
                            spans.append((one.name, *ids))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def of(self, name: str, trace: str, number: int = 1) -> list[tuple[str, str, str, str]]:
        """The spans of this name in a trace, as soon as there are so many."""
        deadline = time.monotonic() + 300
        while len(found := [one for one in self.spans if one[:2] == (name, trace)]) < number:
            assert time.monotonic() < deadline, self.spans
            time.sleep(0.1)
        return found


@pytest.fixture(scope="module")
def heard() -> Iterator[Collector]:
    """A collector."""
    made = Collector()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def traced(heard: Collector) -> Iterator[RunningService]:
    """A service that sends its spans there."""
    environment = {
        "CLEANER_TRACES": "1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{heard.server.server_port}",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }
    with RunningService(environment) as running:
        yield running


def test_a_submission_and_its_work_are_one_trace_below_the_callers(traced: RunningService, heard: Collector) -> None:
    """The caller's `traceparent`, the request, the page in a work-horse."""
    with traced.client() as api:
        head = {"traceparent": f"00-{TRACE}-{CALLER}-01", "prefer": "wait=60"}
        assert api.post("/v1/jobs", json={"text": text_of(1)}, headers=head).json()["status"] == "succeeded"
    ((*_, request, above),) = heard.of("request", TRACE)
    ((*_, below),) = heard.of("clean", TRACE)
    assert (above, below) == (CALLER, request)


def test_the_pages_of_a_batch_are_below_its_request(traced: RunningService, heard: Collector) -> None:
    """Each of them."""
    trace = TRACE[::-1]
    with traced.client() as api:
        head = {"traceparent": f"00-{trace}-{CALLER}-01"}
        api.post("/v1/batches", json=[{"text": text_of(number)} for number in (2, 3)], headers=head)
    ((*_, request, _),) = heard.of("request", trace)
    assert [one[3] for one in heard.of("clean", trace, 2)] == [request, request]


def test_traces_without_their_packages_are_refused_with_the_extras_name(monkeypatch) -> None:
    """And nothing of them is imported where they are not asked for."""
    assert not tracing.tracer_of(load({})).on

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(tracing, "import_module", missing)
    with pytest.raises(ConfigError, match=r"cleaner\[otel\]"):
        tracing.tracer_of(load({"CLEANER_TRACES": "1"}))
