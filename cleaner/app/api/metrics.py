"""Prometheus figures, read from the store and the counters when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cleaner.app.api.health import Health
from cleaner.errors import CleanerError
from cleaner.ledger import reading
from cleaner.ledger.records import JobStatus, QueueName
from cleaner.service import notes
from cleaner.service.context import ServiceContext

# The counters that the workers keep, with the name of their label.
COUNTERS = {
    "results": ("cleaner_results", "Results by their own status", "status"),
    "errors": ("cleaner_errors", "Errors by code, retried ones included", "code"),
    "removed": ("cleaner_removed", "Pieces removed", "rule"),
    "horse_deaths": ("cleaner_horse_deaths", "Work-horses that died", "signal"),
    "fetches": ("cleaner_fetches", "URLs fetched", "outcome"),
    "webhooks": ("cleaner_webhooks", "Webhook attempts", "outcome"),
}
HOSTS = 50  # hosts with the most pages; more labels than that help nobody


class Figures(Collector):
    """Collects on demand; a part that is away leaves its figures out and says so in `cleaner_up`."""

    def __init__(self, context: ServiceContext, health: Health) -> None:
        self._context = context
        self._health = health

    def collect(self) -> Iterator[Metric]:
        """All figures of the service, for Prometheus."""
        up = GaugeMetricFamily("cleaner_up", "1 while this part answers", labels=["part"])
        for part, read in (("store", self._ledger), ("queue", self._queue)):
            try:
                found = list(read())
                up.add_metric([part], 1)
            except CleanerError:
                found = []
                up.add_metric([part], 0)
            yield from found
        yield up

    def _ledger(self) -> Iterator[Metric]:
        engine = self._context.store.engine
        jobs = GaugeMetricFamily("cleaner_open_jobs", "Jobs that have not ended", labels=["queue", "status"])
        oldest = GaugeMetricFamily("cleaner_oldest_job_seconds", "Age of the oldest waiting job", labels=["queue"])
        found = {(one.queue, one.status): one for one in reading.depths(engine, self._context.store.clock())}
        for queue in QueueName:
            for status in (JobStatus.QUEUED, JobStatus.RUNNING):
                depth = found.get((queue, status))
                jobs.add_metric([queue.value, status.value], depth.jobs if depth else 0)
            waiting = found.get((queue, JobStatus.QUEUED))
            oldest.add_metric([queue.value], waiting.oldest if waiting else 0.0)
        yield jobs
        yield oldest
        ended = CounterMetricFamily("cleaner_jobs", "Jobs ended, as the store counts them", labels=["status"])
        for status, count in reading.totals(engine).items():
            ended.add_metric([status.value], count)
        yield ended
        quarantine = GaugeMetricFamily("cleaner_quarantined", "Inputs that killed their workers")
        quarantine.add_metric([], len(reading.list_quarantine(engine)))
        yield quarantine
        yield from self._drift()

    def _drift(self) -> Iterator[Metric]:
        removed = GaugeMetricFamily(
            "cleaner_host_removed_drift", "Share of words removed: lately, less the long run", labels=["host"]
        )
        empty = GaugeMetricFamily(
            "cleaner_host_empty_drift", "Share of empty results: lately, less the long run", labels=["host"]
        )
        for row in reading.host_drift(self._context.store.engine, HOSTS):
            removed.add_metric([row.host], row.removed_fast - row.removed_slow)
            empty.add_metric([row.host], row.empty_fast - row.empty_slow)
        yield removed
        yield empty

    def _queue(self) -> Iterator[Metric]:
        workers = GaugeMetricFamily("cleaner_workers", "Workers that are alive", labels=["queue"])
        for queue, count in self._health.workers().items():
            workers.add_metric([queue], count)
        yield workers
        tickets = GaugeMetricFamily("cleaner_queued_tickets", "Chunks and fetches in Redis", labels=["queue"])
        for name in QueueName:
            tickets.add_metric([name.value], self._context.dispatcher.depth(name))
        yield tickets
        families = {
            key: CounterMetricFamily(name, words, labels=[label]) for key, (name, words, label) in COUNTERS.items()
        }
        for counter, value in sorted(notes.counters(self._context.redis).items()):
            key, _, label = counter.partition("|")
            if key in families:
                families[key].add_metric([label], value)
        yield from families.values()
