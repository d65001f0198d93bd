"""The service's settings, read from the environment once, as one frozen value.

Every variable starts with CLEANER_ and is named in `VARIABLES` with its meaning; a wrong value raises
`ConfigError` that names the variable, the value and what would do. Nothing else of the project reads
the environment.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from cleaner.errors import ConfigError
from cleaner.sandbox.limits import PageLimits
from cleaner.store.engine import store_url
from cleaner.web.address import Guard

DAY = 86_400.0
YEAR = 366 * DAY
STORE_SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3"})
MEGABYTE = 1_000_000
SECRET_BYTES = 24  # of a webhook's secret, as Standard Webhooks asks

# Not ours: where obstore looks for the endpoint of an object store that is not its provider's own.
ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")

N = TypeVar("N", int, float)

VARIABLES: dict[str, str] = {
    "CLEANER_DATA_DIR": "where the store, the originals and the embedded server live",
    "CLEANER_STORE_URL": "SQLAlchemy URL of the store (default: clean.db in the data directory)",
    "CLEANER_ORIGINALS_URL": "directory, s3://, gs:// or az:// under which originals are kept (default: in the store)",
    "CLEANER_REDIS_URL": "an existing Redis or Valkey; unset: an embedded one is started",
    "CLEANER_HOST": "address the API listens on",
    "CLEANER_PORT": "port the API listens on, 0 for any free one",
    "CLEANER_ALLOWED_HOSTS": "Host headers answered to, comma separated (default: the address and localhost)",
    "CLEANER_API_KEYS": "name:key pairs, comma separated; demanded unless the API listens on loopback",
    "CLEANER_RATE_LIMIT": "requests a minute and key (0 = no limit; default 0 on loopback, 600 elsewhere)",
    "CLEANER_WORKERS": "cleaning workers started by `cleaner serve`",
    "CLEANER_FETCHERS": "fetching workers started by `cleaner serve`",
    "CLEANER_CHUNK": "pages in one chunk",
    "CLEANER_PAGE_CPU": "CPU seconds one page may use",
    "CLEANER_PAGE_WALL": "seconds one page may take",
    "CLEANER_PAGE_MEMORY": "bytes of address space a cleaning process may have",
    "CLEANER_MAX_JOBS": "chunks after which a worker is replaced, against memory growth",
    "CLEANER_QUEUE_LIMIT": "pages that may wait before submissions are refused with 503",
    "CLEANER_KEY_QUEUE_LIMIT": "pages that may wait for one API key before 429",
    "CLEANER_MAX_BYTES": "largest body of /v1/jobs and /v1/clean, in bytes",
    "CLEANER_MAX_BATCH_BYTES": "largest body of /v1/batches, in bytes",
    "CLEANER_BATCH_ITEMS": "most items of one batch",
    "CLEANER_MAX_AGE": "seconds a fetched URL counts as fresh (0 = always)",
    "CLEANER_JOB_DAYS": "days a finished job's row is kept before it answers 410",
    "CLEANER_DOCUMENT_DAYS": "days a document is kept before it is erased with all that hangs on it (0 = for ever)",
    "CLEANER_CLEAN_POOL": "child processes behind /v1/clean",
    "CLEANER_RECEIPT_SECONDS": "seconds a client may take to send its request's head or an ordinary body",
    "CLEANER_SWEEP_SECONDS": "seconds between two sweeps",
    "CLEANER_WEBHOOK_SECRETS": "whsec_... secrets, comma separated; the first signs, all are sent",
    "CLEANER_PACKS": "folder of phrase packs of your own (*.toml, as `cleaner learn` writes them)",
    "CLEANER_LOG_FORMAT": "json or console",
    "CLEANER_TRACES": "1: OpenTelemetry traces, sent as OTEL_EXPORTER_OTLP_ENDPOINT says (extra otel)",
    "CLEANER_FETCH_ALLOW": "hosts or networks (host:port) the fetcher may reach although they are not public",
    "CLEANER_SHARE_BODIES": "1: who knows a body's hash may read its text with any key; 0: its own keys only",
    "CLEANER_ROBOTS": "1: robots.txt is obeyed, 0: it is not read",
    "CLEANER_HOST_DELAY": "seconds between two fetches from one host",
    "CLEANER_HOST_CONCURRENCY": "fetches from one host at the same time",
}


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One caller. Only the SHA-256 of the key is held, so that it cannot be printed."""

    name: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of the service's settings. `redis_url` is empty when an embedded server is to be used."""

    data_dir: Path
    store_url: str
    originals_url: str
    originals_plain: bool = False  # the object store's endpoint was named with http://
    redis_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    allowed_hosts: tuple[str, ...] = ()
    api_keys: tuple[ApiKey, ...] = ()
    rate_limit: int = 0
    workers: int = 2
    fetchers: int = 2
    chunk: int = 50
    max_jobs: int = 200
    queue_limit: int = 100_000
    key_queue_limit: int = 10_000
    max_bytes: int = 10 * MEGABYTE
    max_batch_bytes: int = 64 * MEGABYTE
    batch_items: int = 100_000
    max_age: float = DAY
    job_days: float = 30.0
    document_days: float = 0.0
    clean_pool: int = 2
    receipt_seconds: float = 30.0
    sweep_seconds: float = 5.0
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    packs: str = ""
    log_format: str = "json"
    traces: bool = False
    fetch_allow: tuple[str, ...] = ()
    share_bodies: bool = False
    robots: bool = True
    host_delay: float = 1.0
    host_concurrency: int = 2
    page: PageLimits = field(default_factory=PageLimits)

    @property
    def loopback(self) -> bool:
        """Whether the API can be reached from this machine only."""
        return is_loopback(self.host)

    @property
    def job_timeout(self) -> int:
        """Seconds a whole chunk may take: 60 s and the wall limit of every page."""
        return 60 + int(self.page.wall_seconds * self.chunk)


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host in {"localhost", ""}:
        return host == "localhost"
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load(environ: Mapping[str, str], *, home: Path | None = None) -> Config:
    """The settings that these variables say; `home` stands in for the user's home directory.

    Raises ConfigError for an unknown CLEANER_ variable, a value that cannot be read, and an API that would
    listen beyond loopback without keys.
    """
    _refuse_unknown(environ)
    given = _Given(environ)
    data_dir = Path(given.text("DATA_DIR", str((home or Path.home()) / ".local/share/cleaner"))).expanduser()
    host = given.text("HOST", "127.0.0.1")
    keys = tuple(_api_key(part) for part in given.parts("API_KEYS"))
    if len({key.name for key in keys}) < len(keys) or len({key.digest for key in keys}) < len(keys):
        raise ConfigError("two keys have one name, or one key has two names", subject="CLEANER_API_KEYS")
    if not is_loopback(host) and not keys:
        raise ConfigError(
            f"the API would listen on {host} without keys; set CLEANER_API_KEYS=name:key or listen on 127.0.0.1",
            subject="CLEANER_API_KEYS",
        )
    config = Config(
        data_dir=data_dir.absolute(),
        store_url=_store_url(given.text("STORE_URL", f"sqlite:///{data_dir.absolute() / 'clean.db'}")),
        originals_url=given.text("ORIGINALS_URL", ""),
        originals_plain=speaks_plainly(environ),
        redis_url=_redis_url(given.text("REDIS_URL", "")),
        host=host,
        port=given.whole("PORT", 8080, low=0, high=65_535),
        allowed_hosts=given.parts("ALLOWED_HOSTS"),
        api_keys=keys,
        rate_limit=given.whole("RATE_LIMIT", 0 if is_loopback(host) else 600, low=0),
        workers=given.whole("WORKERS", 2, low=1, high=1_024),
        fetchers=given.whole("FETCHERS", 2, low=0, high=1_024),
        chunk=given.whole("CHUNK", 50, low=1, high=500),
        max_jobs=given.whole("MAX_JOBS", 200, low=1),
        queue_limit=given.whole("QUEUE_LIMIT", 100_000, low=1),
        key_queue_limit=given.whole("KEY_QUEUE_LIMIT", 10_000, low=1),
        max_bytes=given.whole("MAX_BYTES", 10 * MEGABYTE, low=1_000),
        max_batch_bytes=given.whole("MAX_BATCH_BYTES", 64 * MEGABYTE, low=1_000),
        batch_items=given.whole("BATCH_ITEMS", 100_000, low=1),
        max_age=given.number("MAX_AGE", DAY, low=0, high=YEAR * 100),
        job_days=given.number("JOB_DAYS", 30, low=0, high=36_600),
        document_days=given.number("DOCUMENT_DAYS", 0, low=0, high=36_600),
        clean_pool=given.whole("CLEAN_POOL", 2, low=0, high=256),
        receipt_seconds=given.number("RECEIPT_SECONDS", 30, low=0.1, high=3_600),
        sweep_seconds=given.number("SWEEP_SECONDS", 5, low=0.1, high=3_600),
        webhook_secrets=tuple(_secret(part) for part in given.parts("WEBHOOK_SECRETS")),
        packs=_folder(given.text("PACKS", "")),
        log_format=given.choice("LOG_FORMAT", "json", ("json", "console")),
        traces=given.choice("TRACES", "0", ("0", "1")) == "1",
        fetch_allow=tuple(_exempt(part) for part in given.parts("FETCH_ALLOW")),
        share_bodies=given.choice("SHARE_BODIES", "0", ("0", "1")) == "1",
        robots=given.choice("ROBOTS", "1", ("0", "1")) == "1",
        host_delay=given.number("HOST_DELAY", 1, low=0, high=3_600),
        host_concurrency=given.whole("HOST_CONCURRENCY", 2, low=1),
        page=PageLimits(
            cpu_seconds=given.number("PAGE_CPU", PageLimits.cpu_seconds, low=0.5, high=3_600),
            wall_seconds=given.number("PAGE_WALL", PageLimits.wall_seconds, low=0.5, high=3_600),
            address_space=given.whole("PAGE_MEMORY", PageLimits.address_space, low=256 * 1024**2),
        ),
    )
    _refuse_senseless(config)
    return config


def _refuse_senseless(config: Config) -> None:
    """Raise ConfigError for values that are well each by itself and not together."""
    if config.max_batch_bytes < config.max_bytes:
        raise ConfigError("smaller than CLEANER_MAX_BYTES", subject="CLEANER_MAX_BATCH_BYTES")
    if config.chunk > config.queue_limit:
        raise ConfigError("more than CLEANER_QUEUE_LIMIT", subject="CLEANER_CHUNK")


def values(config: Config) -> dict[str, str]:
    """What each variable of `VARIABLES` stands at, in words; passwords and keys are masked."""
    page = config.page
    told: dict[str, object] = {
        "DATA_DIR": config.data_dir,
        "STORE_URL": mask_password(config.store_url),
        "ORIGINALS_URL": config.originals_url,
        "REDIS_URL": mask_password(config.redis_url) or "(embedded)",
        "HOST": config.host,
        "PORT": config.port,
        "ALLOWED_HOSTS": ",".join(config.allowed_hosts),
        "API_KEYS": ",".join(f"{key.name}:***" for key in config.api_keys),
        "RATE_LIMIT": config.rate_limit,
        "WORKERS": config.workers,
        "FETCHERS": config.fetchers,
        "CHUNK": config.chunk,
        "PAGE_CPU": page.cpu_seconds,
        "PAGE_WALL": page.wall_seconds,
        "PAGE_MEMORY": page.address_space,
        "MAX_JOBS": config.max_jobs,
        "QUEUE_LIMIT": config.queue_limit,
        "KEY_QUEUE_LIMIT": config.key_queue_limit,
        "MAX_BYTES": config.max_bytes,
        "MAX_BATCH_BYTES": config.max_batch_bytes,
        "BATCH_ITEMS": config.batch_items,
        "MAX_AGE": config.max_age,
        "JOB_DAYS": config.job_days,
        "DOCUMENT_DAYS": config.document_days,
        "CLEAN_POOL": config.clean_pool,
        "RECEIPT_SECONDS": config.receipt_seconds,
        "SWEEP_SECONDS": config.sweep_seconds,
        "WEBHOOK_SECRETS": ",".join("whsec_***" for _ in config.webhook_secrets),
        "PACKS": config.packs,
        "LOG_FORMAT": config.log_format,
        "TRACES": int(config.traces),
        "FETCH_ALLOW": ",".join(config.fetch_allow),
        "SHARE_BODIES": int(config.share_bodies),
        "ROBOTS": int(config.robots),
        "HOST_DELAY": config.host_delay,
        "HOST_CONCURRENCY": config.host_concurrency,
    }
    return {f"CLEANER_{name}": f"{value:g}" if isinstance(value, float) else str(value) for name, value in told.items()}


def mask_password(url: str) -> str:
    """A URL without its password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return url.replace(f":{parts.password}@", ":***@", 1)


def speaks_plainly(environ: Mapping[str, str]) -> bool:
    """Whether the endpoint of an object store is named there without TLS."""
    return any(environ.get(name, "").lower().startswith("http://") for name in ENDPOINTS)


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    # Not settings of the service: those of its client, of tests, and what the supervisor tells its children.
    unknown = sorted(
        name
        for name in environ
        if name.startswith("CLEANER_")
        and name not in VARIABLES
        and name not in {"CLEANER_URL", "CLEANER_KEY"}
        and not name.startswith(("CLEANER_TEST_", "CLEANER_CHILD"))
    )
    if unknown:
        near = get_close_matches(unknown[0], VARIABLES, 1)
        hint = f"; did you mean {near[0]}" if near else ""
        raise ConfigError(f"no such setting{hint} (`cleaner settings` lists them)", subject=unknown[0], unknown=unknown)


class _Given:
    """Reads single values and words the complaint about a wrong one."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        return self._environ.get(f"CLEANER_{name}", "").strip() or default

    def parts(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text(name, "").split(",") if part.strip())

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise ConfigError(f"{value!r} is none of {', '.join(allowed)}", subject=f"CLEANER_{name}")
        return value

    def whole(self, name: str, default: int, *, low: int, high: int | None = None) -> int:
        return self._bounded_number(name, default, int, low, high)

    def number(self, name: str, default: float, *, low: float, high: float | None = None) -> float:
        return self._bounded_number(name, default, float, low, high)

    def _bounded_number(self, name: str, default: N, read: Callable[[str], N], low: N, high: N | None) -> N:
        raw = self.text(name, "")
        try:
            value = read(raw) if raw else default
        except ValueError:
            raise ConfigError(f"{raw!r} is not a number", subject=f"CLEANER_{name}") from None
        if not (value >= low and (high is None or value <= high)):
            upper = "" if high is None else f" and at most {high}"
            raise ConfigError(f"{raw} is out of range: at least {low}{upper}", subject=f"CLEANER_{name}")
        return value


def _api_key(part: str) -> ApiKey:
    name, colon, key = part.partition(":")
    if not colon or not name or len(key) < 16:
        raise ConfigError("wants name:key with a key of at least 16 characters", subject="CLEANER_API_KEYS")
    return ApiKey(name, hashlib.sha256(key.encode()).digest())


def _store_url(place: str) -> str:
    """The place of a store: a database URL, or a path that can be seen to be one."""
    try:
        store_url(place)
    except ConfigError as error:
        raise ConfigError(error.message, subject="CLEANER_STORE_URL") from None
    if "://" not in place and "/" not in place and Path(place).suffix not in STORE_SUFFIXES:
        raise ConfigError("neither a database URL nor a path (dir/name.db)", subject="CLEANER_STORE_URL")
    return place


def _folder(name: str) -> str:
    if name and not Path(name).expanduser().is_dir():
        raise ConfigError(f"{name} is not a folder", subject="CLEANER_PACKS")
    return str(Path(name).expanduser().absolute()) if name else ""


def _secret(part: str) -> str:
    try:
        key = base64.b64decode(part.removeprefix("whsec_"), validate=True)
    except ValueError:  # binascii's, and what it says of letters that are no ASCII
        key = b""
    if not part.startswith("whsec_") or len(key) < SECRET_BYTES:
        raise ConfigError(
            f"a webhook secret is whsec_ and the base64 of at least {SECRET_BYTES} bytes "
            '(echo "whsec_$(openssl rand -base64 32)")',
            subject="CLEANER_WEBHOOK_SECRETS",
        )
    return part


def _exempt(part: str) -> str:
    Guard.allowing([part])  # it says what is wrong with it
    return part


def _redis_url(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise ConfigError(f"{parts.scheme}:// is none of redis://, rediss://, unix://", subject="CLEANER_REDIS_URL")
    if parts.scheme != "unix" and not is_loopback(parts.hostname or "") and not parts.password:
        raise ConfigError(
            f"the server at {parts.hostname} is reached over the network and needs a password: "
            "whoever can write to it can make the workers work",
            subject="CLEANER_REDIS_URL",
        )
    return url
