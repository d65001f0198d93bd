"""Which network addresses may be dialled, judged by tables rather than by `ipaddress.is_global`.

The standard library's predicates call public what must not be reached: `::127.0.0.1`, `64:ff9b::a9fe:a9fe`,
`2002:7f00:1::`, `fec0::1` and all multicast are "global" in Python 3.11, and no predicate knows that
168.63.129.16 is Azure's host agent. So IPv4 is judged by a list of what is refused, and IPv6 by what is
allowed (the assigned global unicast block 2000::/3) less the special ranges inside it. Every IPv6 form that
carries an IPv4 address is refused as a whole: no web site needs one, and each has been used to smuggle one in.

Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its updates), RFC 6052 (NAT64),
RFC 5214 (ISATAP), RFC 4380 (Teredo), RFC 3056 (6to4). Pure: no lookups, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from cleaner.errors import BlockedAddress, ConfigError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = frozenset({80, 443, 8080, 8443})  # where web pages are served; everything else is some other service

V4_REFUSED: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud host agent"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112 service"),
        ("192.52.193.0/24", "multicast tunnelling"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112 service"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)

# Outside 2000::/3 everything is refused; these only give the refusal its name.
V6_REFUSED: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(network), why)
    for network, why in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::/96", "IPv4-compatible"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64, local use"),
        ("100::/64", "discard only"),
        ("100:0:0:1::/64", "dummy prefix"),
        ("2001::/32", "Teredo"),
        ("2001:2::/48", "benchmarking"),
        ("2001:10::/28", "ORCHID"),
        ("2001:20::/28", "ORCHID"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112 service"),
        ("3ffe::/16", "former 6bone"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
V6_UNICAST = IPv6Network("2000::/3")
ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # the first half of such an interface identifier


def refusal(address: Address) -> str | None:
    """Why this address must not be dialled ("loopback", "NAT64 of 169.254.169.254"), or None if it is public."""
    if isinstance(address, IPv4Address):
        return next((why for network, why in V4_REFUSED if address in network), None)
    if address.scope_id is not None:
        return "an address with a zone"
    carried = embedded_ipv4(address)
    why = next((why for network, why in V6_REFUSED if address in network), None)
    if why is None and carried is not None:
        why = "ISATAP"
    if why is None and address not in V6_UNICAST:
        why = "outside global unicast"
    return f"{why} of {carried}" if why is not None and carried is not None else why


def embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries by one of the known schemes, or None."""
    value = int(address)
    low = value & 0xFFFF_FFFF
    if value >> 32 in {0, 0xFFFF, 0xFFFF_0000, 0x0064_FF9B << 64} and value > 1:
        return IPv4Address(low)  # compatible, mapped, translated, NAT64 with the well-known prefix
    if value >> 80 == 0x0064_FF9B_0001:
        return IPv4Address(low)  # NAT64 for local use; a /96 inside the /48 is the usual layout
    if value >> 112 == 0x2002:
        return IPv4Address(value >> 80 & 0xFFFF_FFFF)
    if value >> 96 == 0x2001_0000:
        return IPv4Address(low ^ 0xFFFF_FFFF)  # Teredo hides the client's address by flipping its bits
    if value >> 32 & 0xFFFF_FFFF in ISATAP:
        return IPv4Address(low)
    return None


@dataclass(frozen=True, slots=True)
class Exemption:
    """One entry of an operator's allow-list: a network or a host name, on one port or on the web's ports."""

    network: Network | None
    name: str
    port: int | None

    def covers_port(self, port: int) -> bool:
        """Whether this port is exempt: the one named, or any of the web's ports if none was named."""
        return port == self.port if self.port is not None else port in PORTS


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges hosts, ports and addresses. Public addresses on the web's ports pass, and what `allow` names.

    An exempt network also covers what any public name resolves to or redirects to: name a host instead
    where its name is enough, and a port where one is.
    """

    allow: tuple[Exemption, ...] = ()

    @classmethod
    def with_exemptions(cls, entries: Iterable[str]) -> Guard:
        """A guard with exemptions such as `127.0.0.1:8123`, `10.1.0.0/16`, `[::1]:9000` or `wiki.example:8000`.

        Raises `ConfigError` with the entry as its subject if one cannot be read.
        """
        return cls(tuple(_exemption(entry) for entry in entries))

    def judge(self, host: str, port: int, addresses: Iterable[Address]) -> None:
        """Pass if every address may be dialled under this host name and port; else raise `BlockedAddress`."""
        for address in addresses:
            if any(
                e.covers_port(port) and (address in e.network if e.network is not None else e.name == host)
                for e in self.allow
            ):
                continue
            why = refusal(address)
            if why is not None:
                raise BlockedAddress(f"{address} is refused: {why}", subject=host, address=str(address), reason=why)
            if port not in PORTS:
                raise BlockedAddress(f"port {port} is refused", subject=host, port=port, reason="port")

    def admits(self, host: str, port: int) -> bool:
        """Whether a URL may name this host and port at all; the addresses behind a name are judged when dialled."""
        address = literal(host)
        for entry in self.allow:
            covers_host = (
                entry.name == host
                if entry.network is None
                else address is None or address in entry.network  # a name may resolve into the network
            )
            if covers_host and entry.covers_port(port):
                return True
        return port in PORTS


def literal(host: str) -> Address | None:
    """The address a host is, if it is written in the canonical form; None for names and for odd spellings."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _exemption(entry: str) -> Exemption:
    host, port = entry.strip().lower(), None
    bare, colon, digits = host.rpartition(":")
    if colon and digits.isascii() and digits.isdigit() and (":" not in bare or bare.endswith("]")):
        host, port = bare, int(digits)
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if (
        not host
        or host.startswith("[")
        or any(c.isspace() for c in host)
        or (port is not None and not 0 < port < 65536)
    ):
        raise ConfigError("not a host, a network or either with a port", subject=entry)
    try:
        return Exemption(ip_network(host, strict=False), "", port)
    except ValueError:
        if ":" in host or "/" in host:
            raise ConfigError("not a host, a network or either with a port", subject=entry) from None
        return Exemption(None, host.rstrip("."), port)
