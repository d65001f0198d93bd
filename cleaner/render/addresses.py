"""Addresses of links and images as a reader elsewhere can follow them."""

from __future__ import annotations

from urllib.parse import urljoin

SAFE = ("http://", "https://", "mailto:", "tel:")


def resolve(address: str, base: str) -> str:
    """An address made absolute against `base`; a place in the page stays `#place`; nothing where it is not safe."""
    address = "".join(char for char in address.strip() if char >= " " and char != "\x7f")
    if not address:
        return ""
    if address.startswith("#"):
        return address if len(address) > 1 else ""
    try:
        found = urljoin(base, address) if base else address
    except ValueError:
        return ""
    scheme = "".join(found.split()).lower()
    if scheme.startswith(SAFE):
        return found
    # Without an address of the page a relative one is all there is to say.
    relative = ":" not in scheme.split("/")[0].split("?")[0] and not scheme.startswith("//")
    return found if relative and not base else ""
