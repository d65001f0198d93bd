"""The search index kept up to date, each document under the caller it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, select, tuple_

from cleaner.errors import NotFound
from cleaner.ledger.records import job_name
from cleaner.ledger.schema import JOBS
from cleaner.store import Source, search


def index_more(engine: Engine) -> int:
    """Index some of what was stored lately; how many sources those were. Raises StoreError."""
    return search.index_more(engine, tenants_of)


def tenants_of(connection: Connection, sources: Sequence[Source]) -> dict[str, str]:
    """Whose job each source came from, by the source's id; those of the command line are nobody's."""
    named: dict[tuple[str, int], str] = {}
    for one in sources:
        try:
            named[job_name(one.key)] = one.id
        except NotFound:
            continue
    query = select(JOBS.c.key, JOBS.c.generation, JOBS.c.tenant)
    query = query.where(tuple_(JOBS.c.key, JOBS.c.generation).in_(list(named)))
    return {named[row.key, row.generation]: row.tenant for row in connection.execute(query)} if named else {}
