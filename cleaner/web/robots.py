"""What a host's robots.txt asks of us (RFC 9309), fetched through the same guard as the pages.

The file's answer decides: rules are obeyed; 4xx means that there are none; 5xx, 429 and silence mean "not now",
which is a refusal for a short while. A host that cannot be reached at all, is blocked or fails in TLS gives its
own error: the page would fail in the same way, and its reason says more.

Parsing is protego's: it matches wildcards in linear time, which a robots.txt can be written to exploit in
regular expressions. Before it sees a file, groups for other robots are taken out, since thousands of names
over thousands of rules would multiply.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import redis
from protego import Protego

from cleaner.errors import FetchTimeout, QueueError, RobotsDenied
from cleaner.files.inflate import BodyLimits
from cleaner.web.fetch import Fetcher
from cleaner.web.target import Target, judge_url

TOKEN = "cleaner"  # noqa: S105  # the name robots.txt files know us by, no secret
MAX_BYTES = 500_000  # the rest is not read; RFC 9309 asks for at least 500 KiB
RECORD_BYTES = 3 * MAX_BYTES + 100  # a byte that is no UTF-8 is read as a character of three
SECONDS = 10.0  # for the whole fetch of one robots.txt
MAX_DELAY = 60.0  # seconds; a longer Crawl-delay is cut to it
KEEP_RULES = 86_400  # seconds; RFC 9309, 2.4: no longer than a day
KEEP_NONE = 3_600
KEEP_REFUSAL = 600

_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*(?P<name>.*)", re.IGNORECASE)


class Standing(StrEnum):
    """What a host's answer for robots.txt amounts to."""

    RULES = "rules"
    NONE = "none"
    NOT_NOW = "not-now"


@dataclass(frozen=True, slots=True)
class Record:
    """A robots.txt as cached: `text` holds the groups that concern us, or why there is a refusal."""

    standing: Standing
    text: str = ""

    def to_bytes(self) -> bytes:
        """The record, compressed."""
        return zlib.compress(f"{self.standing.value}\n{self.text}".encode())

    @classmethod
    def from_bytes(cls, data: bytes) -> Record | None:
        """The record again, or None if the bytes are none (an older form, damage)."""
        try:
            unpacked = zlib.decompressobj()
            whole = unpacked.decompress(data, RECORD_BYTES)
            if unpacked.unconsumed_tail:
                return None
            standing, _, text = whole.decode().partition("\n")
            return cls(Standing(standing), text)
        except (zlib.error, ValueError):
            return None


class RobotsCache(Protocol):
    """Where records wait, by origin; shared by all workers."""

    def get(self, origin: str) -> bytes | None:
        """The record's bytes, or None."""

    def put(self, origin: str, record: bytes, seconds: int) -> None:
        """Keep a record for that long."""


@dataclass(frozen=True, slots=True)
class RedisRobotsCache:
    """Records in Redis. Raises `QueueError` if it cannot be reached."""

    connection: redis.Redis
    prefix: str = "cleaner:robots:"

    def get(self, origin: str) -> bytes | None:
        """The record's bytes, or None. Raises QueueError."""
        try:
            found = self.connection.get(self.prefix + origin)
        except redis.RedisError as problem:
            raise QueueError(str(problem), subject="robots cache") from problem
        return found if isinstance(found, bytes) else None

    def put(self, origin: str, record: bytes, seconds: int) -> None:
        """Keep a record for that long. Raises QueueError."""
        try:
            self.connection.set(self.prefix + origin, record, ex=seconds)
        except redis.RedisError as problem:
            raise QueueError(str(problem), subject="robots cache") from problem


@dataclass(frozen=True, slots=True)
class Robots:
    """Asks robots.txt before a page is fetched."""

    fetcher: Fetcher
    cache: RobotsCache
    token: str = TOKEN

    def require(self, url: str) -> float | None:
        """Pass if the URL may be fetched: the `Crawl-delay` in seconds (0 to 60), None if there is none.

        Raises `RobotsDenied` (`temporary` in its facts: the file could not be read just now, and `retry_after`),
        or the error that the host itself gives.
        """
        target = judge_url(url, self.fetcher.guard)
        record = self._record(target)
        if record.standing is Standing.NONE:
            return None
        if record.standing is Standing.NOT_NOW:
            raise RobotsDenied(
                f"robots.txt could not be read ({record.text}), which counts as a no for now",
                subject=str(target),
                temporary=True,
                retry_after=float(KEEP_REFUSAL),
            )
        rules = Protego.parse(record.text)
        if not rules.can_fetch(str(target), self.token):
            raise RobotsDenied("robots.txt asks not to fetch this", subject=str(target), temporary=False)
        delay = rules.crawl_delay(self.token)
        return None if delay is None else min(delay, MAX_DELAY)

    def _record(self, target: Target) -> Record:
        cached = self.cache.get(target.origin)
        record = Record.from_bytes(cached) if cached is not None else None
        if record is None:
            record, seconds = self._ask(target)
            self.cache.put(target.origin, record.to_bytes(), seconds)
        return record

    def _ask(self, target: Target) -> tuple[Record, int]:
        try:
            answer = self.fetcher.retrieve(
                f"{target.origin}/robots.txt",
                body=BodyLimits(wire=MAX_BYTES, decoded=MAX_BYTES, cut=True),
                seconds=min(SECONDS, self.fetcher.limits.total),
                accept="text/plain,*/*;q=0.1",
            )
        except FetchTimeout:
            return Record(Standing.NOT_NOW, "timeout"), KEEP_REFUSAL
        if 200 <= answer.status < 300:
            text = answer.body.decode("utf-8-sig", "replace")
            if len(answer.body) >= MAX_BYTES:  # half a rule could say more than the whole one
                text = text[: text.rfind("\n") + 1]
            return Record(Standing.RULES, ours(text, self.token)), KEEP_RULES
        if 400 <= answer.status < 500 and answer.status != 429:
            return Record(Standing.NONE), KEEP_NONE
        return Record(Standing.NOT_NOW, f"status {answer.status}"), KEEP_REFUSAL


def ours(text: str, token: str) -> str:
    """The lines of a robots.txt that concern one robot: its own groups and those for everyone."""
    kept: list[str] = []
    names_before = False  # the line before named a robot: a further name joins the same group
    concerns = False
    for line in text.splitlines():
        plain = line.partition("#")[0].strip()
        if not plain:
            continue
        agent = _AGENT.match(plain)
        if agent is None:
            names_before = False
            if concerns:
                kept.append(plain)
            continue
        if not names_before:
            concerns = False
        names_before = True
        name = agent["name"].strip("*").lower()
        if name in {"", token.lower()}:
            concerns = True
            kept.append(f"User-agent: {name or '*'}")
    return "\n".join(kept)
