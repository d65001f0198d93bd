"""The values a fetch takes and gives. No network here."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaner.files.inflate import BodyLimits
from cleaner.types import Mode
from cleaner.versions import __version__

USER_AGENT = f"cleaner/{__version__} (fetches single articles for cleaning; robots.txt token: cleaner)"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Seconds and bytes one fetch may use, all redirects together."""

    total: float = 20.0  # seconds, from the first lookup to the last byte
    connect: float = 5.0  # seconds, a connection, all of a name's addresses together
    dns: float = 3.0  # seconds, a lookup
    header_bytes: int = 65_536
    redirects: int = 5
    body: BodyLimits = field(default_factory=BodyLimits)


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer that led elsewhere: its URL, status, and the `Location` as resolved."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Validators:
    """What the last fetch of a URL said about its version; sent only to the very URL that said it."""

    url: str  # its `final_url`
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One complete final answer, whatever its status and type. `body` is decoded; empty for an error status."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes
    hops: tuple[Hop, ...]
    address: str  # that was dialled for the last hop
    wire_bytes: int  # of the body, as transferred
    marked_end: bool  # False: the server only closed the connection, so a cut could not be noticed

    def header(self, name: str) -> str | None:
        """The first header of that lower-case name."""
        return next((value for known, value in self.headers if known == name), None)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or text as fetched. `charset` is the server's label, not checked; `body` is not decoded to text."""

    url: str
    final_url: str
    status: int
    mode: Mode
    content_type: str
    charset: str | None
    body: bytes
    etag: str | None
    last_modified: str | None
    hops: tuple[Hop, ...]
    address: str
    fetched_bytes: int  # on the wire
    marked_end: bool

    @property
    def validators(self) -> Validators | None:
        """What to hand to the next fetch of the same URL, if the server gave anything to compare by."""
        if self.etag is None and self.last_modified is None:
            return None
        return Validators(self.final_url, self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that what the last fetch got still stands (304)."""

    url: str
    final_url: str
    etag: str | None
    last_modified: str | None
    hops: tuple[Hop, ...]
