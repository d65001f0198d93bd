"""From a request's item to a job of the ledger: the input kept, its identity taken, its URLs judged."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cleaner.app.api.json_body import JOB_VALUES, check_values
from cleaner.app.api.models import Common, JobIn
from cleaner.errors import InputError, TooLarge, UnsupportedMedia
from cleaner.files.formats import unpack
from cleaner.ledger.inputs import Input, keep
from cleaner.ledger.records import JobKind, NewJob
from cleaner.segment.sniff import Media, sniff
from cleaner.service.context import this_packs
from cleaner.service.options import SHAPE
from cleaner.settings import Settings
from cleaner.store import Store
from cleaner.versions import versions
from cleaner.web.address import Guard
from cleaner.web.target import judge_url

MAX_NAME = 255
_NOTHING_SAID = Common()  # nobody writes to one; making it costs as much as reading a whole item


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes jobs for one tenant. Everything here may take milliseconds: call it in a thread."""

    store: Store
    guard: Guard
    max_bytes: int
    max_age: float
    hooks: bool  # whether there is a secret to sign with
    tenant: str = ""
    keeps: bool = True  # whether inputs are kept; False: what is made is only looked at

    def from_item(self, item: JobIn) -> tuple[NewJob, Input | None]:
        """The job of a JSON item. Raises InputError, TooLarge, BadUrl or BlockedAddress."""
        if item.url is not None:
            url = str(judge_url(item.url, self.guard))
            return self._job(JobKind.URL, url, item, {}, url=url), None
        text = item.html if item.html is not None else item.text
        assert text is not None
        kind = JobKind.HTML if item.html is not None else JobKind.TEXT
        content = text.encode("utf-8", "surrogatepass")
        return self._keep_content(kind, content, item, {"charset": "utf-8"})

    def from_bytes(
        self, content: bytes, common: Common, *, name: str = "", kind: JobKind | None = None, charset: str | None = None
    ) -> tuple[NewJob, Input | None]:
        """The job of an uploaded file or a raw body, gzip undone; `kind` None: told from its bytes.

        Raises UnsupportedMedia for what is neither page nor text, TooLarge and Malformed.
        """
        content = unpack(content, self.max_bytes, name or "body")
        if kind is None:
            media = sniff(content)
            if not media.cleanable:
                raise UnsupportedMedia(f"this looks like {media.value}", subject=name[:MAX_NAME])
            kind = JobKind.HTML if media is Media.HTML else JobKind.TEXT
        extra: dict[str, Any] = {"charset": charset} if charset else {}
        if name:
            extra["filename"] = name[:MAX_NAME]
        return self._keep_content(kind, content, common, extra)

    def _keep_content(
        self, kind: JobKind, content: bytes, common: Common, extra: dict[str, Any]
    ) -> tuple[NewJob, Input | None]:
        if len(content) > self.max_bytes:
            raise TooLarge(f"{len(content)} bytes, {self.max_bytes} are allowed", limit=self.max_bytes)
        kept = keep(self.store.originals, content) if self.keeps else Input("", b"", len(content))
        return self._job(kind, kept.key, common, extra, kept=kept), kept

    def _job(
        self,
        kind: JobKind,
        content: str,
        common: Common,
        extra: dict[str, Any],
        *,
        url: str | None = None,
        kept: Input | None = None,
    ) -> NewJob:
        self.judge_hook(common.webhook)
        age = common.options.max_age
        return NewJob(
            kind=kind,
            content=content,
            input=kept.key if kept else None,
            url=url,
            options=options_of(common) | extra,
            echo=common.metadata,
            tenant=self.tenant,
            version=version(),
            webhook=common.webhook,
            max_age=self.max_age if age is None else age,
        )

    def judge_hook(self, url: str | None) -> None:
        """Raise InputError, BadUrl or BlockedAddress where this webhook cannot be called; None is none."""
        if url is None:
            return
        if not self.hooks:
            raise InputError("webhooks need CLEANER_WEBHOOK_SECRETS to be set on the server", subject="webhook")
        judge_url(url, self.guard)


def options_of(common: Common) -> dict[str, Any]:
    """The options as a job keeps them. Defaults are left out, so that saying them makes no other job.

    What is given back (`metadata`) belongs to them: another echo is another job.
    """
    chosen: dict[str, Any] = {
        "profile": common.profile.value,
        "disable": sorted(one.value for one in common.options.disable),
        "disable_rules": sorted(common.options.disable_rules),
        "source_url": common.source_url,
        "title": common.title,
        "language": common.language,
        "echo": common.metadata,
        "front_matter": common.front_matter,
    }
    plain = {name: value for name, value in chosen.items() if value}
    default = Settings()
    if plain["profile"] == default.profile.value:
        del plain["profile"]
    shape = {name: getattr(common, name) for name in SHAPE}
    return plain | {name: value for name, value in shape.items() if value != getattr(default, name)}


def with_defaults(item: JobIn, common: Common) -> JobIn:
    """The item with what was said for all of them, where it says nothing itself."""
    said = {name: getattr(common, name) for name in common.model_fields_set - item.model_fields_set}
    return item.model_copy(update=said) if said else item


def common_of(fields: dict[str, str]) -> Common:
    """What the fields of a form or a query say of their input; `options` and `metadata` are read as JSON.

    Raises InputError for what is no JSON, TooLarge for JSON of too many values, and ValidationError for a field that is
    unknown or does not fit.
    """
    if not fields:
        return _NOTHING_SAID
    plain: dict[str, Any] = dict(fields)
    for name in ("options", "metadata"):
        if name in plain:
            try:
                check_values(plain[name].encode("utf-8", "surrogatepass"), JOB_VALUES)
                plain[name] = json.loads(plain[name])
            except (ValueError, RecursionError):
                raise InputError("is not JSON", subject=name) from None
    return Common.model_validate(plain)


@lru_cache(maxsize=1)
def version() -> str:
    """One digest of everything that decides what an input is cleaned to, its own options apart."""
    parts = [*sorted(versions(Settings()).items()), *this_packs()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
