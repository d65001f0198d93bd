"""The service's settings, read from the environment once, as one frozen value.

Each is declared once, in `Config`: its name (the variable is CLEANER_ and the name in capitals), its default, what it
may be, what it means, and how it is shown. A wrong value raises `ConfigError` that names the variable, the value and
what would do. Nothing else of the project reads the environment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from annotated_types import Ge, Le
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from cleaner.errors import ConfigError
from cleaner.sandbox.limits import PageLimits
from cleaner.service import setting_checks as check
from cleaner.store.originals_url import speaks_plainly

PREFIX = "CLEANER_"
DAY = 86_400.0
YEAR = 366 * DAY
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """How a setting is put into words where it is not simply written out."""

    words: Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One caller. Only the SHA-256 of the key is held, so that it cannot be printed."""

    name: str
    digest: bytes


def _read_api_key(part: str) -> ApiKey:
    name, colon, key = part.partition(":")
    if not colon or not name or len(key) < 16:
        raise ValueError("wants name:key with a key of at least 16 characters")
    return ApiKey(name, hashlib.sha256(key.encode()).digest())


Parts = Annotated[tuple[str, ...], BeforeValidator(check.split)]
Flag = Annotated[bool, BeforeValidator(check.read_flag), Shown(int)]


class Config(BaseModel):
    """The whole of the service's settings. `redis_url` is empty when an embedded server is to be used."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Annotated[Path, AfterValidator(check.absolute)] = Field(
        default_factory=lambda: Path.home() / ".local/share/cleaner",
        description="where the store, the originals and the embedded server live",
    )
    store_url: Annotated[str, AfterValidator(check.store_place), Shown(check.mask_password)] = Field(
        default_factory=lambda given: f"sqlite:///{given['data_dir'] / 'clean.db'}",
        description="SQLAlchemy URL of the store (default: clean.db in the data directory)",
    )
    originals_url: str = Field(
        "", description="directory, s3://, gs:// or az:// under which originals are kept (default: in the store)"
    )
    redis_url: Annotated[
        str, AfterValidator(check.queue_server), Shown(lambda url: check.mask_password(url) or "(embedded)")
    ] = Field("", description="an existing Redis or Valkey; unset: an embedded one is started")
    host: str = Field("127.0.0.1", description="address the API listens on")
    port: int = Field(8080, ge=0, le=65_535, description="port the API listens on, 0 for any free one")
    allowed_hosts: Parts = Field(
        (), description="Host headers answered to, comma separated (default: the address and localhost)"
    )
    api_keys: Annotated[
        tuple[Annotated[ApiKey, BeforeValidator(_read_api_key)], ...],
        BeforeValidator(check.split),
        Shown(lambda keys: ",".join(f"{key.name}:***" for key in keys)),
    ] = Field((), description="name:key pairs, comma separated; demanded unless the API listens on loopback")
    rate_limit: int = Field(
        default_factory=lambda given: 0 if check.is_loopback(given["host"]) else 600,
        ge=0,
        description="requests a minute and key (0 = no limit; default 0 on loopback, 600 elsewhere)",
    )
    workers: int = Field(2, ge=1, le=1_024, description="cleaning workers started by `cleaner serve`")
    fetchers: int = Field(2, ge=0, le=1_024, description="fetching workers started by `cleaner serve`")
    chunk: int = Field(50, ge=1, le=500, description="pages in one chunk")
    page_cpu: float = Field(PageLimits.cpu_seconds, ge=0.5, le=3_600, description="CPU seconds one page may use")
    page_wall: float = Field(PageLimits.wall_seconds, ge=0.5, le=3_600, description="seconds one page may take")
    page_memory: int = Field(
        PageLimits.address_space, ge=256 * 1024**2, description="bytes of address space a cleaning process may have"
    )
    max_jobs: int = Field(200, ge=1, description="chunks after which a worker is replaced, against memory growth")
    warm_languages: Parts = Field(
        (), description="languages that a process prepares for before its first page, comma separated (default: all)"
    )
    stop_seconds: float = Field(
        40.0, ge=1, le=3_600, description="seconds the workers have for their pages in hand when the service ends"
    )
    queue_limit: int = Field(100_000, ge=1, description="pages that may wait before submissions are refused with 503")
    key_queue_limit: int = Field(10_000, ge=1, description="pages that may wait for one API key before 429")
    max_bytes: int = Field(10 * MEGABYTE, ge=1_000, description="largest body of /v1/jobs and /v1/clean, in bytes")
    max_batch_bytes: int = Field(64 * MEGABYTE, ge=1_000, description="largest body of /v1/batches, in bytes")
    batch_items: int = Field(100_000, ge=1, description="most items of one batch")
    max_age: float = Field(DAY, ge=0, le=YEAR * 100, description="seconds a fetched URL counts as fresh (0 = always)")
    job_days: float = Field(
        30.0, ge=0, le=36_600, description="days a finished job's row is kept before it answers 410"
    )
    document_days: float = Field(
        0.0,
        ge=0,
        le=36_600,
        description="days a document is kept before it is erased with all that hangs on it (0 = for ever)",
    )
    clean_pool: int = Field(
        2, ge=0, le=256, description="child processes behind /v1/clean and the pages of documents (0: neither works)"
    )
    receipt_seconds: float = Field(
        30.0,
        ge=0.1,
        le=3_600,
        description="seconds a client may take to send its request's head or an ordinary body",
    )
    sweep_seconds: float = Field(5.0, ge=0.1, le=3_600, description="seconds between two sweeps")
    webhook_secrets: Annotated[
        tuple[Annotated[str, AfterValidator(check.webhook_secret)], ...],
        BeforeValidator(check.split),
        Shown(lambda secrets: ",".join("whsec_***" for _ in secrets)),
    ] = Field((), repr=False, description="whsec_... secrets, comma separated; the first signs, all are sent")
    packs: Annotated[str, AfterValidator(check.folder)] = Field(
        "", description="folder of phrase packs of your own (*.toml, as `cleaner learn` writes them)"
    )
    log_format: Literal["json", "console"] = Field("json", description="json or console")
    traces: Flag = Field(
        default=False,
        description="1: OpenTelemetry traces, sent as OTEL_EXPORTER_OTLP_ENDPOINT says (extra otel)",
    )
    fetch_allow: Annotated[tuple[Annotated[str, AfterValidator(check.exempt)], ...], BeforeValidator(check.split)] = (
        Field((), description="hosts or networks (host:port) the fetcher may reach although they are not public")
    )
    share_bodies: Flag = Field(
        default=False,
        description="1: who knows a body's hash may read its text with any key; 0: its own keys only",
    )
    robots: Flag = Field(default=True, description="1: robots.txt is obeyed, 0: it is not read")
    host_delay: float = Field(1.0, ge=0, le=3_600, description="seconds between two fetches from one host")
    host_concurrency: int = Field(2, ge=1, description="fetches from one host at the same time")
    originals_plain: bool = False  # no variable of ours: the object store's endpoint was named with http://

    @property
    def loopback(self) -> bool:
        """Whether the API can be reached from this machine only."""
        return check.is_loopback(self.host)

    @property
    def page(self) -> PageLimits:
        """What one page may cost."""
        return PageLimits(self.page_cpu, self.page_wall, self.page_memory)

    @property
    def job_timeout(self) -> int:
        """Seconds a whole chunk may take: 60 s and the wall limit of every page."""
        return 60 + int(self.page_wall * self.chunk)

    @model_validator(mode="after")
    def _refuse_senseless(self) -> Self:
        """Raise ConfigError for values that are well each by itself and not together."""
        keys = self.api_keys
        if len({key.name for key in keys}) < len(keys) or len({key.digest for key in keys}) < len(keys):
            raise ConfigError("two keys have one name, or one key has two names", subject="CLEANER_API_KEYS")
        if not self.loopback and not keys:
            raise ConfigError(
                f"the API would listen on {self.host} without keys; "
                "set CLEANER_API_KEYS=name:key or listen on 127.0.0.1",
                subject="CLEANER_API_KEYS",
            )
        if self.max_batch_bytes < self.max_bytes:
            raise ConfigError("smaller than CLEANER_MAX_BYTES", subject="CLEANER_MAX_BATCH_BYTES")
        if self.chunk > self.queue_limit:
            raise ConfigError("more than CLEANER_QUEUE_LIMIT", subject="CLEANER_CHUNK")
        return self


# Each variable with its meaning.
VARIABLES: Mapping[str, str] = {
    PREFIX + name.upper(): field.description for name, field in Config.model_fields.items() if field.description
}


def load(environ: Mapping[str, str], *, home: Path | None = None) -> Config:
    """The settings that these variables say; `home` stands in for the user's home directory.

    Raises ConfigError for an unknown CLEANER_ variable, a value that cannot be read, and an API that would
    listen beyond loopback without keys.
    """
    _refuse_unknown(environ)
    given: dict[str, Any] = {name: environ.get(name, "").strip() for name in VARIABLES}
    given = {name.removeprefix(PREFIX).lower(): value for name, value in given.items() if value}
    if home is not None:
        given.setdefault("data_dir", home / ".local/share/cleaner")
    try:
        return Config(**given, originals_plain=speaks_plainly(environ))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        raise ConfigError(_complaint(name, str(given.get(name)), first), subject=PREFIX + name.upper()) from None


def _complaint(name: str, raw: str, error: Mapping[str, Any]) -> str:
    """What is wrong with a value and what would do, from what pydantic says of it."""
    context = error.get("ctx", {})
    match error["type"]:
        case "greater_than_equal" | "less_than_equal" | "finite_number":
            low = next(one.ge for one in Config.model_fields[name].metadata if isinstance(one, Ge))
            high = next(
                (f" and at most {one.le}" for one in Config.model_fields[name].metadata if isinstance(one, Le)), ""
            )
            return f"{raw} is out of range: at least {low}{high}"
        case "literal_error":
            allowed = context["expected"].replace("'", "").replace(" or ", ", ")
            return f"{raw!r} is none of {allowed}"
        case "value_error":
            return str(context["error"])
        case _:
            return f"{raw!r} is not a number"


def values(config: Config) -> dict[str, str]:
    """What each variable of `VARIABLES` stands at, in words; passwords and keys are masked."""
    return {name: _show(config, name.removeprefix(PREFIX).lower()) for name in VARIABLES}


def _show(config: Config, name: str) -> str:
    value = getattr(config, name)
    for one in Config.model_fields[name].metadata:
        if isinstance(one, Shown):
            value = one.words(value)
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    # Not settings of the service: those of its client, of tests, and what the supervisor tells its children.
    unknown = sorted(
        name
        for name in environ
        if name.startswith(PREFIX)
        and name not in VARIABLES
        and name not in {"CLEANER_URL", "CLEANER_KEY"}
        and not name.startswith(("CLEANER_TEST_", "CLEANER_CHILD"))
    )
    if unknown:
        near = get_close_matches(unknown[0], VARIABLES, 1)
        hint = f"; did you mean {near[0]}" if near else ""
        raise ConfigError(f"no such setting{hint} (`cleaner settings` lists them)", subject=unknown[0], unknown=unknown)
