"""Readers and checks of single settings: each gives the value back, or raises ValueError that says what would do."""

from __future__ import annotations

import base64
import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from cleaner.errors import ConfigError
from cleaner.store.engine import store_url
from cleaner.web.address import Guard

STORE_SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3"})
SECRET_BYTES = 24  # of a webhook's secret, as Standard Webhooks asks


def split(value: object) -> object:
    """The parts between commas of a string; anything else as it is."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def read_flag(value: object) -> bool:
    """Whether a flag is set: 1 or 0. Raises ValueError for what merely looks like yes or no."""
    if value not in {"0", "1", True, False}:
        raise ValueError(f"{value!r} is none of 0, 1")
    return value in {"1", True}


def absolute(place: Path) -> Path:
    """A path from the root on, `~` being the user's home."""
    return place.expanduser().absolute()


def folder(name: str) -> str:
    """A folder that is there, from the root on; nothing stays nothing. Raises ValueError where there is none."""
    if name and not Path(name).expanduser().is_dir():
        raise ValueError(f"{name} is not a folder")
    return str(absolute(Path(name))) if name else ""


def store_place(place: str) -> str:
    """The place of a store: a database URL, or a path that can be seen to be one. Raises ValueError for others."""
    try:
        store_url(place)
    except ConfigError as error:
        raise ValueError(error.message) from None
    if "://" not in place and "/" not in place and Path(place).suffix not in STORE_SUFFIXES:
        raise ValueError("neither a database URL nor a path (dir/name.db)")
    return place


def queue_server(url: str) -> str:
    """The URL of a Redis or Valkey. Raises ValueError where it is reached over the network without a password."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise ValueError(f"{parts.scheme}:// is none of redis://, rediss://, unix://")
    if parts.scheme != "unix" and not is_loopback(parts.hostname or "") and not parts.password:
        raise ValueError(
            f"the server at {parts.hostname} is reached over the network and needs a password: "
            "whoever can write to it can make the workers work"
        )
    return url


def webhook_secret(part: str) -> str:
    """A secret that webhooks are signed with. Raises ValueError for one that is short or odd."""
    try:
        key = base64.b64decode(part.removeprefix("whsec_"), validate=True)
    except ValueError:  # binascii's, and what it says of letters that are no ASCII
        key = b""
    if not part.startswith("whsec_") or len(key) < SECRET_BYTES:
        raise ValueError(
            f"a webhook secret is whsec_ and the base64 of at least {SECRET_BYTES} bytes "
            '(echo "whsec_$(openssl rand -base64 32)")'
        )
    return part


def exempt(part: str) -> str:
    """A host or network that may be reached although it is not public. Raises ConfigError that names it."""
    Guard.with_exemptions([part])
    return part


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host in {"localhost", ""}:
        return host == "localhost"
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def mask_password(url: str) -> str:
    """A URL without its password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return url.replace(f":{parts.password}@", ":***@", 1)
