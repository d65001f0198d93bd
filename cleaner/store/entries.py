"""From a result of the core to an entry of the store."""

from __future__ import annotations

from cleaner.files.formats.render import removed_ratio
from cleaner.result import CleanResult
from cleaner.store.records import Entry, SourceKind


def entry_of(
    result: CleanResult,
    *,
    key: str,
    kind: SourceKind,
    locator: str,
    original: bytes | None = None,
    renderings: bool = True,
    tenant: str = "",
) -> Entry:
    """The entry for one result of the core; `renderings` says whether Markdown and HTML are kept."""
    plain = result.to_dict()
    return Entry(
        key=key,
        kind=kind,
        locator=locator,
        text=result.text,
        content_hash=result.content_hash,
        title=result.metadata.title,
        metadata=plain["metadata"],
        markdown=result.markdown if renderings else None,
        html=result.html if renderings else None,
        removed=plain["removed"],
        flagged=plain["flagged"],
        status=result.status.value,
        reasons=result.reasons,
        encoding=plain["encoding"],
        labels=plain["labels"],
        warnings=result.warnings,
        versions=dict(result.versions),
        removed_ratio=removed_ratio(result),
        original=original,
        tenant=tenant,
    )
