"""The product and its peers as `function(data, url) -> text`, as the scorers call them."""

from __future__ import annotations

from cleaner import Settings, clean_html, clean_text
from cleaner.settings import Extractor

_PLAIN = Settings(metadata=False)
_ALONE = Settings(metadata=False, extractor=Extractor.NEVER)


def html(data: bytes, url: str | None) -> str:
    """Our body of a page, default settings without metadata."""
    return clean_html(data, url=url, settings=_PLAIN).text


def html_alone(data: bytes, url: str | None) -> str:
    """Our body of a page without asking trafilatura."""
    return clean_html(data, url=url, settings=_ALONE).text


def text(data: str, url: str | None) -> str:
    """Our body of a text."""
    return clean_text(data, url=url).text


def trafilatura(data: bytes, url: str | None) -> str:
    """Trafilatura's body of a page, its defaults."""
    import trafilatura as peer  # noqa: PLC0415 - a peer is loaded only when it is measured

    return peer.extract(data, url=url) or ""
