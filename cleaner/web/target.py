"""Which URLs may be asked for: one strict reading of a URL into a `Target`, or `BadUrl` / `BlockedAddress`.

Two parsers that read one URL differently are how address checks are bypassed, so the URL that is requested is
put together again from the parts judged here, never passed through. Pure: names are judged as names; the
addresses behind them are the dialler's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin, urlsplit

import idna

from cleaner.errors import BadUrl, BlockedAddress
from cleaner.web.address import Guard, literal

MAX_URL = 8_192  # characters; browsers and servers disagree on more, and nothing readable needs it
DEFAULT_PORTS = {"http": 80, "https": 443}

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\\]")
_AUTHORITY = re.compile(r"(?:\[(?P<six>[^\[\]]*)\]|(?P<name>[^\[\]:@]*))(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# What may stand unescaped in a path or query (RFC 3986), and the percent sign of what is escaped already.
_SAFE = "/?:@!$&'()*+,;=-._~%[]"


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be asked for, in parts: an ASCII host without a final dot, an explicit port."""

    scheme: str
    host: str
    port: int
    path: str  # path and query, never empty, ASCII

    @property
    def authority(self) -> str:
        """The host as it stands in a URL, with its port where that is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and authority: `https://example.com`."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"


def judge_url(url: str, guard: Guard) -> Target:
    """The URL's target; a fragment is dropped.

    Raises `BadUrl` for what is no fetchable URL (scheme, userinfo, port, length, control characters, spaces,
    a host that is no name) and `BlockedAddress` for a host that names an address which is not public or is
    written in an odd form (`127.1`, `0x7f.1`, `2130706433`).
    """
    if len(url) > MAX_URL:
        raise BadUrl(f"longer than {MAX_URL} characters", subject=printable(url), limit=MAX_URL, size=len(url))
    if _FORBIDDEN.search(url):
        raise BadUrl("holds a space, a backslash or a control character", subject=printable(url))
    try:
        parts = urlsplit(url)
    except ValueError as problem:
        raise BadUrl(f"cannot be read: {problem}", subject=printable(url)) from None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise BadUrl("only http and https are fetched", subject=printable(url), scheme=scheme[:40])
    if "@" in parts.netloc:
        raise BadUrl(
            "carries a user name or password", subject=f"{scheme}://{printable(parts.netloc.rpartition('@')[2])}"
        )
    found = _AUTHORITY.fullmatch(parts.netloc)
    if found is None or not (found["six"] or found["name"]):
        raise BadUrl("has no host that can be read", subject=printable(url))
    host = _read_literal6(found["six"], url) if found["six"] else _read_name(found["name"], guard, url)
    port = int(found["port"]) if found["port"] else DEFAULT_PORTS[scheme]
    if not guard.admits(host, port):
        raise BadUrl(f"port {port} is not one of the web's", subject=printable(url), port=port)
    address = literal(host)
    if address is not None:
        guard.judge(host, port, (address,))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme, host, port, quote(path, safe=_SAFE))


def judge_redirect(target: Target, location: bytes, guard: Guard) -> Target:
    """Where a `Location` header leads from a target, under the same judgement as a first URL.

    Spaces inside it are escaped first: servers send them, and every browser does so.
    Raises as `judge_url` does.
    """
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("latin-1")
    text = text.strip(" \t").replace(" ", "%20")
    try:
        return judge_url(urljoin(str(target), text), guard)
    except ValueError as problem:  # urljoin splits the URL itself before it is judged
        raise BadUrl(f"cannot be read: {problem}", subject=printable(text)) from None


def printable(text: str) -> str:
    """At most 200 characters of a text, printable and on one line, for messages and logs."""
    cut = text[:200].encode("unicode_escape", "backslashreplace").decode("ascii")
    return cut if len(text) <= 200 else f"{cut}..."


def _read_literal6(text: str, url: str) -> str:
    if "%" in text:
        raise BlockedAddress("an address with a zone is refused", subject=printable(url), reason="zone")
    address = literal(text)
    if not isinstance(address, IPv6Address):
        raise BadUrl("not an IPv6 address between the brackets", subject=printable(url))
    return str(address)


def _read_name(text: str, guard: Guard, url: str) -> str:
    host = _ascii_host(text, url)
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        if literal(host) is None or host != text.lower():
            raise BlockedAddress("an address in an odd form is refused", subject=printable(url), reason="odd literal")
        return host
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadUrl("not a host name", subject=printable(url))
    if labels[-1] == "localhost" and not any(entry.name == host for entry in guard.allow):
        raise BlockedAddress("localhost is refused", subject=printable(url), reason="loopback")
    return host


def _ascii_host(text: str, url: str) -> str:
    """Lower case, IDNA-encoded (UTS 46, so that full-width dots and digits are what they look like), no final dot."""
    host = text.lower()
    try:
        if not host.isascii():
            host = idna.encode(_dots(host), uts46=True).decode("ascii")
        for label in host.split("."):
            if label.startswith("xn--"):
                idna.ulabel(label)
    except UnicodeError as problem:  # idna.IDNAError is one
        if _NUMBER.fullmatch(_last(host)):
            return _dots(host)
        raise BadUrl(f"not a host name: {printable(str(problem))}", subject=printable(url)) from None
    return host.removesuffix(".")


def _dots(host: str) -> str:
    """The host with the three other full stops of UTS 46 made plain ones."""
    return re.sub("[\u3002\uff0e\uff61]", ".", host)


def _last(host: str) -> str:
    return _dots(host).removesuffix(".").rpartition(".")[2]
