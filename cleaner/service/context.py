"""What the service's processes work with: the settings, the store with the ledger's tables, the queue's server."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import redis

from cleaner.errors import ConfigError
from cleaner.ledger.schema import JOBS
from cleaner.rules.packs import Pack, load_folder
from cleaner.service.broker import connect
from cleaner.service.logs import logger
from cleaner.service.queue import Dispatcher
from cleaner.service.settings import Config, load
from cleaner.service.tracing import NoTracer, Tracer, tracer_of
from cleaner.store import METADATA, Store
from cleaner.store.originals_url import in_object_store, open_store_with_originals
from cleaner.web.address import Guard
from cleaner.web.fetch import Fetcher

assert JOBS.metadata is METADATA  # importing it is what puts the ledger's tables on the store


@dataclass(frozen=True, slots=True)
class ServiceContext:
    """Open handles of one process."""

    config: Config
    store: Store
    redis: redis.Redis
    dispatcher: Dispatcher
    tracer: Tracer = field(default_factory=NoTracer)


@lru_cache(maxsize=1)
def current_config() -> Config:
    """The settings of this process, read from the environment once."""
    return load(os.environ)


def open_context(config: Config, *, redis_timeout: float = 1.0) -> ServiceContext:
    """Handles for this process. Raises ConfigError, StoreError; Redis is only asked when it is used."""
    if not config.redis_url:
        raise ConfigError("no server is given and none was started", subject="CLEANER_REDIS_URL")
    connection = connect(config.redis_url, timeout=redis_timeout)
    dispatcher = Dispatcher(connection, chunk_seconds=config.job_timeout)
    return ServiceContext(config, open_config_store(config), connection, dispatcher, tracer_of(config))


def open_config_store(config: Config, *, create: bool = True) -> Store:
    """The store that the settings name, with originals where they say. Raises NotFound where `create` is off."""
    if config.originals_plain and in_object_store(config.originals_url):
        logger().warning(
            "originals-unencrypted", detail="the object store's endpoint is http://, so pages travel in the clear"
        )
    return open_store_with_originals(
        config.store_url, config.originals_url, plain=config.originals_plain, create=create
    )


@lru_cache(maxsize=1)
def this_fetcher() -> Fetcher:
    """The fetcher of this process. Its TLS context takes 21 ms to make, so it is made before the fork."""
    return Fetcher(guard=Guard.with_exemptions(current_config().fetch_allow))


@lru_cache(maxsize=1)
def this_packs() -> tuple[Pack, ...]:
    """The operator's own phrase packs, read once. Raises BadPack with FILE:LINE."""
    folder = current_config().packs
    return load_folder(Path(folder)) if folder else ()


@lru_cache(maxsize=1)
def this_context() -> ServiceContext:
    """The handles of this process, opened once; a work-horse inherits them and connects anew."""
    return open_context(current_config(), redis_timeout=10.0)
