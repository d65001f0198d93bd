"""A document whose original was not kept, from what the store has of it: its body and its removal record."""

from __future__ import annotations

from typing import Any

from cleaner.measure import word_count
from cleaner.store import Source, Store


def stored_report(store: Store, source: Source) -> dict[str, Any]:
    """A report put together from what is stored, in the form of those that `Pool.clean` makes.

    Blocks that were removed whole stand at their numbers, the paragraphs of the body between them. Raises StoreError.
    """
    removed = store.removals(source.id).removed
    paragraphs = [part for part in store.body(source.content_hash).text.split("\n\n") if part]
    gone = {one["block"]: one for one in removed}
    blocks: list[dict[str, Any]] = []
    waiting = iter(paragraphs)
    for index in range(len(paragraphs) + len(gone)):
        one = gone.pop(index, None)
        text = one["text"] if one else next(waiting, None)
        if text is None:
            break
        blocks.append(_block(len(blocks), text, one))
    blocks.extend(_block(len(blocks) + number, text, None) for number, text in enumerate(waiting))
    for one in gone.values():
        blocks.append(_block(len(blocks), one["text"], one))
    return {**_facts(source), "blocks": blocks}


def stored_result(store: Store, source: Source) -> dict[str, Any]:
    """A stored result in the form that `Pool.clean` gives back: text, Markdown, HTML, metadata, removals."""
    found = store.removals(source.id)
    body = store.body(source.content_hash).text
    return {
        **_facts(source),
        "text": body,
        "markdown": store.markdown(source.id) or body,
        "html": store.html(source.id) or "",
        "content_hash": source.content_hash,
        "removed": found.removed,
        "flagged": found.flagged,
    }


def _facts(source: Source) -> dict[str, Any]:
    return {
        "mode": "",
        "status": source.status,
        "metadata": source.metadata,
        "labels": source.labels,
        "reasons": source.reasons,
        "warnings": source.warnings,
        "encoding": source.encoding,
        "versions": source.versions,
    }


def _block(index: int, text: str, gone: dict[str, Any] | None) -> dict[str, Any]:
    piece = {"id": "", "start": 0, "end": len(text)}
    spoke = {name: gone[name] for name in ("category", "rule", "evidence", "score")} if gone else None
    return {
        "index": index,
        "kind": "paragraph",
        "level": 0,
        "text": text,
        "words": word_count(text),
        "hidden": "",
        "score": gone["score"] if gone else 0.0,
        "fixed": True,
        "kept_because": "",
        "because": spoke,
        "pieces": [piece | spoke] if spoke else [],
        "verdicts": [
            {"weight": gone["score"], "span": None, "final": False}
            | {name: gone[name] for name in ("rule", "category", "evidence")}
        ]
        if gone
        else [],
    }
