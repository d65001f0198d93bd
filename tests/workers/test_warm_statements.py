"""What a worker says to the store before its first fork."""

from __future__ import annotations

from sqlalchemy import func, select

from cleaner.ledger import worker_side
from cleaner.ledger.warm_statements import warm
from cleaner.store import METADATA
from workers import cleaning


def test_a_warm_up_leaves_nothing(bench) -> None:
    """No row of any table is there afterwards that was not there before."""
    store = bench.context.store

    def rows() -> dict[str, int]:
        with store.reading() as connection:
            return {t.name: connection.scalar(select(func.count()).select_from(t)) for t in METADATA.sorted_tables}

    before = rows()
    warm(store)
    assert before == rows()


def test_after_a_warm_up_a_chunk_compiles_nothing(bench) -> None:
    """Taking, storing and ending a chunk uses the statements that the warm-up left compiled."""
    store = bench.context.store
    accepted = bench.submit("A sentence that is to be cleaned.", "And another, of a text of its own.", enqueue=False)
    inputs = [bench.job(one).input for one in accepted]
    store.engine.clear_compiled_cache()
    warm(store)
    assert len({store.originals.get(one) for one in inputs}) == 2  # read outside of any lock
    compiled = len(store.engine._compiled_cache)  # SQLAlchemy counts them nowhere else
    taken = worker_side.take(store.engine, accepted[0].ticket, 1.7e9)
    ended = cleaning.clean_jobs(bench.context, accepted[0].ticket, taken)
    assert (2, compiled) == (ended, len(store.engine._compiled_cache))
