"""What people said of single blocks or parts of them: this should have stayed, that should have gone.

A judgement is never changed: a later one takes the place of earlier ones on what it covers, and one that was taken back
says when. `facts` hold what was known of the block when it was judged, for whoever makes rules of judgements: the
document's address and original, the block's kind and place, what the rules had decided and why.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, select, update

from cleaner.decide import merge_spans
from cleaner.errors import NotFound
from cleaner.ledger.schema import FEEDBACK
from cleaner.store.engine import reading, transaction
from cleaner.store.records import storable

PAGE = 100
Span = tuple[int, int]  # characters of a block, the end exclusive


class Judgement(StrEnum):
    """What should become of a block or a part of it."""

    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement. `by` is the name of the key it was given with.

    `block` is the block's number in the document of `source`, `span` the part of the block that is meant (None: all of
    it), `text` the text of that part. `created` and `undone` are seconds since 1970; `undone` is None while it holds.
    """

    id: str
    by: str
    source: str
    block: int
    judgement: Judgement
    text: str
    reason: str
    facts: Mapping[str, Any]
    created: float
    undone: float | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """A judgement that is to be kept; its fields are those of `Feedback`."""

    by: str
    source: str
    block: int
    judgement: Judgement
    text: str
    reason: str
    facts: Mapping[str, Any]
    span: Span | None = None


def give(engine: Engine, new: NewFeedback, now: float) -> Feedback:
    """Keep a judgement, and return it as it was stored, with its id.

    It takes back earlier ones of the same key on the same block: all of them, or where `new.span` is given those on
    parts that lie within that span.
    """
    start, end = new.span or (None, None)
    row = {
        "id": uuid.uuid4().hex,
        "tenant": new.by,
        "source": new.source,
        "block": new.block,
        "span_start": start,
        "span_end": end,
        "judgement": new.judgement.value,
        "text": storable(new.text),
        "reason": storable(new.reason),
        "facts": dict(new.facts),
        "created": now,
        "undone": None,
    }
    mine = (FEEDBACK.c.tenant == new.by) & (FEEDBACK.c.source == new.source) & (FEEDBACK.c.block == new.block)
    if new.span is not None:
        mine &= (FEEDBACK.c.span_start >= start) & (FEEDBACK.c.span_end <= end)
    with transaction(engine) as connection:
        connection.execute(update(FEEDBACK).where(mine, FEEDBACK.c.undone.is_(None)).values(undone=now))
        connection.execute(FEEDBACK.insert().values(row))
        return _record(connection.execute(select(FEEDBACK).where(FEEDBACK.c.id == row["id"])).one())


def undo(engine: Engine, name: str, tenant: str, now: float) -> Feedback:
    """Take a judgement back, and return it as it is then. One that was taken back before keeps its time.

    Raises NotFound where this tenant gave no judgement of that id (`name`).
    """
    mine = (FEEDBACK.c.id == name) & (FEEDBACK.c.tenant == tenant)
    with transaction(engine) as connection:
        connection.execute(update(FEEDBACK).where(mine, FEEDBACK.c.undone.is_(None)).values(undone=now))
        row = connection.execute(select(FEEDBACK).where(mine)).one_or_none()
    if row is None:
        raise NotFound("no such feedback", subject=name[:80])
    return _record(row)


def find(engine: Engine, name: str, tenant: str) -> Feedback:
    """The judgement of this id. Raises NotFound where this tenant gave none of that id."""
    with reading(engine) as connection:
        query = select(FEEDBACK).where(FEEDBACK.c.id == name, FEEDBACK.c.tenant == tenant)
        row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("no such feedback", subject=name[:80])
    return _record(row)


def by_block(engine: Engine, source: str, tenant: str) -> dict[int, list[Feedback]]:
    """The judgements of a tenant that hold on a document, by the number of the block, those of a block oldest first."""
    holds = (FEEDBACK.c.source == source) & (FEEDBACK.c.tenant == tenant) & FEEDBACK.c.undone.is_(None)
    found: dict[int, list[Feedback]] = defaultdict(list)
    with reading(engine) as connection:
        for row in connection.execute(select(FEEDBACK).where(holds).order_by(FEEDBACK.c.created)):
            found[row.block].append(_record(row))
    return dict(found)


def cut_by_hand(cut: Iterable[Span], size: int, judged: Iterable[Feedback]) -> tuple[Span, ...]:
    """The spans that are removed of a block of `size` characters once its judgements are applied.

    `cut` are the spans that the rules remove, `judged` the judgements in the order they were given: each keeps or
    removes its own span, whatever was decided of it before. The spans come back merged and in order.
    """
    spans = merge_spans(list(cut), size)
    for one in judged:
        start, end = one.span or (0, size)
        outside = [part for a, b in spans for part in ((a, min(b, start)), (max(a, end), b))]
        spans = merge_spans([*outside, (start, end)] if one.judgement is Judgement.REMOVE else outside, size)
    return spans


def list_feedback(
    engine: Engine,
    tenant: str,
    *,
    source: str | None = None,
    holding: bool = False,
    before: str | None = None,
    limit: int = PAGE,
) -> list[Feedback]:
    """At most `limit` judgements of a tenant, newest first.

    `source` leaves only those on one document, `holding` only those that were not taken back. `before` is the id of the
    last judgement of the page before; raises NotFound where there is no judgement of that id.
    """
    query = select(FEEDBACK).where(FEEDBACK.c.tenant == tenant)
    if source is not None:
        query = query.where(FEEDBACK.c.source == source)
    if holding:
        query = query.where(FEEDBACK.c.undone.is_(None))
    with reading(engine) as connection:
        if before is not None:
            last = connection.execute(select(FEEDBACK.c.created).where(FEEDBACK.c.id == before)).scalar()
            if last is None:
                raise NotFound("no such feedback", subject=before[:80])
            earlier = (FEEDBACK.c.created == last) & (FEEDBACK.c.id < before)
            query = query.where((FEEDBACK.c.created < last) | earlier)
        query = query.order_by(FEEDBACK.c.created.desc(), FEEDBACK.c.id.desc()).limit(limit)
        return [_record(row) for row in connection.execute(query)]


def _record(row: Row[Any]) -> Feedback:
    plain = row._asdict()
    plain["by"] = plain.pop("tenant")
    start, end = plain.pop("span_start"), plain.pop("span_end")
    plain["span"] = None if start is None else (start, end)
    return Feedback(**{**plain, "judgement": Judgement(plain["judgement"])})
