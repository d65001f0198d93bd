"""One input's bytes, from wherever it is: a file, the standard input, or the web through the address guard."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cleaner.errors import BlockedAddress
from cleaner.files import formats
from cleaner.files.formats import Found

# Private addresses that may be fetched from, separated by commas: the service's own setting.
ALLOW = "CLEANER_FETCH_ALLOW"


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of an input; of a page from the web, its address after redirects and what its server said of it."""

    raw: bytes
    url: str | None = None
    charset: str | None = None


def load_input(found: Found, limit: int) -> Content:
    """Read or fetch an input of at most `limit` bytes.

    Raises as `formats.read_input` does, and FetchError for what cannot be fetched.
    """
    if not found.is_url:
        return Content(formats.read_input(found, limit))
    from cleaner.files.inflate import BodyLimits  # noqa: PLC0415 - only where something is fetched
    from cleaner.web.address import Guard  # noqa: PLC0415
    from cleaner.web.fetch import Fetcher  # noqa: PLC0415
    from cleaner.web.fetched import FetchLimits, NotModified  # noqa: PLC0415

    allowed = [part for part in os.environ.get(ALLOW, "").split(",") if part.strip()]
    limits = FetchLimits(body=BodyLimits(wire=limit, decoded=limit))
    try:
        fetched = Fetcher(guard=Guard.with_exemptions(allowed), limits=limits).fetch(found.path)
    except BlockedAddress as error:
        raise BlockedAddress(
            f"{error.message} ({ALLOW} names exceptions)", subject=error.subject, **error.facts
        ) from None
    assert not isinstance(fetched, NotModified)  # nothing was asked conditionally
    return Content(fetched.body, fetched.final_url, fetched.charset)
