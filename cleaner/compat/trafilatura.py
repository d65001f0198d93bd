"""`extract` and `bare_extraction` with trafilatura's signatures (2.3): one import changed, and a program goes on.

    from cleaner.compat.trafilatura import extract     # in place of: from trafilatura import extract

What is given back has the same form; the text is what this library takes for the body, so it differs where the two
disagree. An argument that means nothing here is refused by name and never ignored.

===================  =====================================================================================
argument             here
===================  =====================================================================================
fast, no_fallback    trafilatura itself is not asked where the rest is unsure
favor_precision      the profile `strict`
favor_recall         the profile `conservative`
include_comments     readers' comments in the text (True, as there), or left out
include_formatting   with `txt`: the text as Markdown
with_metadata        a YAML head before `txt` and `markdown`; the fields of metadata in `json`
target_language      None for a text that is sure to be in another language
date_extraction_params  `max_date` alone
===================  =====================================================================================

Refused: csv, xml and xmltei as `output_format`, `tei_validation`, `deduplicate`, `max_tree_size`, `prune_xpath`,
`settingsfile`, `config` and `options`, and trees as `filecontent`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from cleaner.errors import ConfigError
from cleaner.pipeline import clean_html
from cleaner.result import CleanResult
from cleaner.settings import Comments, Extractor, Profile, Settings
from cleaner.types import Status

TEXT_FORMATS = ("txt", "markdown", "html", "json")
# The value of an argument that means nothing here -> nothing was asked for.
_UNUSED: Mapping[str, Any] = {
    "tei_validation": False,
    "deduplicate": False,
    "max_tree_size": None,
    "prune_xpath": None,
    "settingsfile": None,
    "config": None,
    "options": None,
}


class UnsupportedArgument(ConfigError, TypeError):
    """An argument, or a value of one, that has no meaning here; its name is the `subject`."""


@dataclass(slots=True)
class Document:
    """What `bare_extraction` gives: the text and metadata by trafilatura's names, without a tree (`body`)."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    hostname: str | None = None
    description: str | None = None
    sitename: str | None = None
    date: str | None = None
    categories: list[str] | None = None
    tags: list[str] | None = None
    language: str | None = None
    image: str | None = None
    pagetype: str | None = None
    text: str = ""
    comments: str = ""
    raw_text: str = ""

    def as_dict(self) -> dict[str, Any]:
        """All fields by their names."""
        return asdict(self)


def extract(
    filecontent: Any,
    url: str | None = None,
    record_id: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = True,
    output_format: str = "txt",
    tei_validation: bool = False,
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: Any = False,
    date_extraction_params: dict[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: set[str] | None = None,
    author_blacklist: set[str] | None = None,
    settingsfile: str | None = None,
    prune_xpath: str | list[str] | None = None,
    config: Any = None,
    options: Any = None,
    **unknown: Any,
) -> str | None:
    """The body of a page in a format, or None where there is none. Raises `UnsupportedArgument`."""
    if output_format not in TEXT_FORMATS:
        raise UnsupportedArgument(f"{output_format!r} is none of {', '.join(TEXT_FORMATS)}", subject="output_format")
    result, document = _clean(locals(), Comments.KEEP if include_comments else Comments.DROP)
    if not _wanted(document, target_language, url_blacklist or (), complete=only_with_metadata):
        return None
    if output_format == "json":
        return _as_json(document, record_id, with_metadata=with_metadata or only_with_metadata)
    marked = output_format == "markdown" or (output_format == "txt" and bool(include_formatting))
    body = result.html if output_format == "html" else result.markdown if marked else result.text
    head = result.front_matter if with_metadata and output_format != "html" else ""
    return head + body.rstrip("\n")


def bare_extraction(
    filecontent: Any,
    url: str | None = None,
    fast: bool = False,
    no_fallback: bool = False,
    favor_precision: bool = False,
    favor_recall: bool = False,
    include_comments: bool = True,
    output_format: str = "python",
    target_language: str | None = None,
    include_tables: bool = True,
    include_images: bool = False,
    include_formatting: bool | None = None,
    include_links: bool = False,
    deduplicate: Any = False,
    date_extraction_params: dict[str, Any] | None = None,
    with_metadata: bool = False,
    only_with_metadata: bool = False,
    max_tree_size: int | None = None,
    url_blacklist: set[str] | None = None,
    author_blacklist: set[str] | None = None,
    as_dict: bool = False,
    prune_xpath: str | list[str] | None = None,
    config: Any = None,
    options: Any = None,
    **unknown: Any,
) -> Document | dict[str, Any] | None:
    """The body and the metadata of a page, or None where there is no body. Raises `UnsupportedArgument`.

    The comments stand in a field of their own, as trafilatura has them.
    """
    if output_format not in ("python", *TEXT_FORMATS):
        raise UnsupportedArgument(f"{output_format!r} is not known here", subject="output_format")
    result, document = _clean(locals(), Comments.SEPARATE if include_comments else Comments.DROP)
    if output_format == "markdown" or include_formatting:
        document.text = result.markdown.rstrip("\n")
    if not _wanted(document, target_language, url_blacklist or (), complete=only_with_metadata):
        return None
    return document.as_dict() if as_dict else document


def _refuse(unknown: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    for name in unknown:
        raise UnsupportedArgument("no such argument", subject=name)
    for name, unused in _UNUSED.items():
        if given.get(name, unused) is not unused:
            raise UnsupportedArgument("has no meaning here", subject=name)


def _clean(given: Mapping[str, Any], comments: Comments) -> tuple[CleanResult, Document]:
    """The result and its document for the arguments of either function, by their names."""
    _refuse(given["unknown"], given)
    settings = _settings(given, comments)
    result = clean_html(_content(given["filecontent"]), url=given["url"], settings=settings)
    return result, _document(result, given["url"], given["author_blacklist"] or ())


def _settings(given: Mapping[str, Any], comments: Comments) -> Settings:
    dates = given["date_extraction_params"] or {}
    odd = sorted(set(dates) - {"max_date"})
    if odd:
        raise UnsupportedArgument(f"{odd[0]!r} has no meaning here", subject="date_extraction_params")
    recall = Profile.CONSERVATIVE if given["favor_recall"] else Profile.BALANCED
    return Settings(
        profile=Profile.STRICT if given["favor_precision"] else recall,
        extractor=Extractor.NEVER if given["fast"] or given["no_fallback"] else Extractor.AUTO,
        max_date=str(dates.get("max_date") or Settings().max_date),
        comments=comments,
        tables=given["include_tables"],
        images=given["include_images"],
        links=given["include_links"],
    )


def _content(filecontent: Any) -> bytes | str:
    """The markup: text, bytes, or the `data` of an answer from urllib3 or from trafilatura's `fetch_response`."""
    content = getattr(filecontent, "data", filecontent)
    if isinstance(content, bytes | str):
        return content
    raise UnsupportedArgument(f"a {type(filecontent).__name__} is neither str nor bytes", subject="filecontent")


def _document(result: CleanResult, url: str | None, unwanted: Collection[str]) -> Document:
    known = result.metadata
    at = known.canonical_url or url
    authors = [author for author in known.authors if author not in unwanted]
    text = "" if result.status is Status.UNSUPPORTED else result.text
    return Document(
        title=known.title,
        author="; ".join(authors) or None,
        url=at,
        hostname=urlsplit(at).hostname if at else None,
        description=known.description,
        sitename=known.site,
        date=known.published[:10] if known.published else None,
        categories=[known.section] if known.section else [],
        tags=list(known.tags),
        language=known.language,
        image=known.image,
        pagetype=result.page_kind.value if result.page_kind else None,
        text=text,
        comments="\n".join(result.comments),
        raw_text=text,
    )


def _wanted(document: Document, language: str | None, unwanted: Collection[str], *, complete: bool) -> bool:
    if not document.text or document.url in unwanted:
        return False
    if language and document.language and document.language.partition("-")[0] != language.partition("-")[0]:
        return False
    return not complete or bool(document.title and document.date and document.url)


def _as_json(document: Document, record_id: str | None, *, with_metadata: bool) -> str:
    """The document by the keys of trafilatura's JSON."""
    if not with_metadata:
        return json.dumps({"text": document.text, "comments": document.comments}, ensure_ascii=False)
    plain = document.as_dict()
    renamed = {"url": "source", "sitename": "source-hostname", "description": "excerpt"}
    out = {renamed.get(name, name): value for name, value in plain.items()}
    for name in ("categories", "tags"):
        out[name] = ";".join(out[name])
    return json.dumps({**out, "id": record_id}, ensure_ascii=False)
