"""The product and its peers as `function(data, url) -> text`, as the scorers call them."""

from __future__ import annotations

from benchmarks.peers import ours as html
from benchmarks.peers import trafilatura
from cleaner import Settings, clean_html, clean_text
from cleaner.settings import Extractor

__all__ = ["html", "html_alone", "text", "trafilatura"]

_ALONE = Settings(metadata=False, extractor=Extractor.NEVER)


def html_alone(data: bytes, url: str | None) -> str:
    """Our body of a page without asking trafilatura."""
    return clean_html(data, url=url, settings=_ALONE).text


def text(data: str, url: str | None) -> str:
    """Our body of a text."""
    return clean_text(data, url=url).text
