"""The extractors we are measured against, each as `function(page bytes, url) -> text`, at its defaults."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable

Extract = Callable[[bytes, str | None], str]


def trafilatura(data: bytes, url: str | None) -> str:
    """The body by trafilatura, its defaults."""
    return importlib.import_module("trafilatura").extract(data, url=url) or ""


def trafilatura_metadata(data: bytes, url: str | None) -> str:
    """The body by trafilatura, its metadata read too."""
    return importlib.import_module("trafilatura").extract(data, url=url, with_metadata=True) or ""


def resiliparse(data: bytes, _: str | None) -> str:
    """resiliparse, main content."""
    encoding = importlib.import_module("resiliparse.parse.encoding")
    text = encoding.bytes_to_str(data, encoding.detect_encoding(data))
    module = importlib.import_module("resiliparse.extract.html2text")
    return module.extract_plain_text(text, main_content=True, alt_texts=False)


def readability(data: bytes, url: str | None) -> str:
    """readability-lxml, its summary as text."""
    summary = importlib.import_module("readability").Document(data.decode("utf-8", "replace"), url=url).summary()
    return " ".join(importlib.import_module("lxml.html").fromstring(summary).itertext())


def justext(data: bytes, _: str | None) -> str:
    """The body by jusText, its English stop list."""
    module = importlib.import_module("justext")
    blocks = module.justext(data, module.get_stoplist("English"))
    return "\n".join(block.text for block in blocks if not block.is_boilerplate)


def newspaper(data: bytes, url: str | None) -> str:
    """newspaper4k without image look-ups."""
    module = importlib.import_module("newspaper")
    article = module.Article(url or "https://page.invalid/", fetch_images=False)
    article.download(input_html=data.decode("utf-8", "replace"))
    article.parse()
    return article.text


def boilerpy(data: bytes, _: str | None) -> str:
    """boilerpy3's article extractor."""
    extractor = importlib.import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False)
    return extractor.get_content(data.decode("utf-8", "replace"))


def ours(data: bytes, url: str | None) -> str:
    """This project without metadata."""
    package = importlib.import_module("cleaner")
    return package.clean_html(data, url=url, settings=package.Settings(metadata=False)).text


def ours_metadata(data: bytes, url: str | None) -> str:
    """This project, its defaults: metadata and removal record included."""
    return importlib.import_module("cleaner").clean_html(data, url=url).text


# Name on the report -> (function, distribution whose version is reported).
PEERS: dict[str, tuple[Extract, str]] = {
    "cleaner": (ours, "cleaner"),
    "cleaner+metadata": (ours_metadata, "cleaner"),
    "trafilatura": (trafilatura, "trafilatura"),
    "trafilatura+metadata": (trafilatura_metadata, "trafilatura"),
    "resiliparse": (resiliparse, "resiliparse"),
    "readability-lxml": (readability, "readability-lxml"),
    "jusText": (justext, "jusText"),
    "newspaper4k": (newspaper, "newspaper4k"),
    "boilerpy3": (boilerpy, "boilerpy3"),
}


def version(name: str) -> str:
    """The installed version of a peer."""
    return importlib.metadata.version(PEERS[name][1])
