"""What an Idempotency-Key led to, for a day; and the claim of a request that is still being answered.

A single job needs no claim: its answer and its key are committed together. A batch takes many transactions, so
its key is claimed first. A claim that is not held anew for 15 seconds is void: its API died.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, select, update

from cleaner.errors import InputError
from cleaner.ledger.schema import IDEMPOTENCY
from cleaner.store.engine import transaction
from cleaner.store.upsert import insert_into

IDEMPOTENCY_SECONDS = 86_400.0
CLAIM_SECONDS = 15.0
_CLAIMED = ""  # the target of a request that is not answered yet


@dataclass(frozen=True, slots=True)
class Remembered:
    """An Idempotency-Key (`name`) and the digest of the request that it was sent with."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What came of claiming an Idempotency-Key.

    `ours`: the request may be worked on. Else `target` is the id of the batch that the key led to, or None while
    another request with it is being answered.
    """

    ours: bool
    target: str | None = None


def claim(engine: Engine, tenant: str, remembered: Remembered, now: float) -> Claim:
    """Claim the key for a request that is about to be worked on.

    The claim lasts `CLAIM_SECONDS` unless `hold` renews it. Raises InputError where the key came with another request.
    """
    key = _key(tenant, remembered)
    void = IDEMPOTENCY.c.created <= now - IDEMPOTENCY_SECONDS
    void |= (IDEMPOTENCY.c.target == _CLAIMED) & (IDEMPOTENCY.c.created <= now - CLAIM_SECONDS)
    with transaction(engine) as connection:
        connection.execute(delete(IDEMPOTENCY).where(key, void))
        values = _values(tenant, remembered, _CLAIMED, now)
        insert = insert_into(connection, IDEMPOTENCY).values(values).on_conflict_do_nothing()
        if connection.execute(insert.returning(IDEMPOTENCY.c.name)).one_or_none():
            return Claim(ours=True)
        target = recall_target(connection, tenant, remembered)
    return Claim(ours=False, target=target or None)


def hold(engine: Engine, tenant: str, remembered: Remembered, now: float) -> None:
    """Renew a claim: its request is still being worked on. Does nothing where the claim is not held any more."""
    with transaction(engine) as connection:
        connection.execute(update(IDEMPOTENCY).where(_own_claim(tenant, remembered)).values(created=now))


def release(engine: Engine, tenant: str, remembered: Remembered) -> None:
    """Give up a claim: its request failed, and may be sent again with the same key."""
    with transaction(engine) as connection:
        connection.execute(delete(IDEMPOTENCY).where(_own_claim(tenant, remembered)))


def remember(connection: Connection, tenant: str, remembered: Remembered, target: str, now: float) -> None:
    """Note inside the caller's transaction what a key led to: `target` is the id of a job or a batch."""
    values = _values(tenant, remembered, target, now)
    insert = insert_into(connection, IDEMPOTENCY).values(values)
    connection.execute(insert.on_conflict_do_update(index_elements=["tenant", "name"], set_=values))


def recall_target(connection: Connection, tenant: str, remembered: Remembered) -> str | None:
    """The id of the job or batch that the key led to, "" while its request is being answered, None for a new key.

    Read inside the caller's transaction. Raises InputError where the key came with another request.
    """
    row = connection.execute(select(IDEMPOTENCY).where(_key(tenant, remembered))).one_or_none()
    if row is None:
        return None
    if row.digest != remembered.digest:
        raise other_request(remembered)
    return str(row.target)


def other_request(remembered: Remembered) -> InputError:
    """The error (not raised here) for a key that came with another request before."""
    return InputError("this Idempotency-Key was sent with another request", subject=remembered.name)


def _key(tenant: str, remembered: Remembered) -> ColumnElement[bool]:
    return (IDEMPOTENCY.c.tenant == tenant) & (IDEMPOTENCY.c.name == remembered.name)


def _own_claim(tenant: str, remembered: Remembered) -> ColumnElement[bool]:
    ours = IDEMPOTENCY.c.digest == remembered.digest
    return _key(tenant, remembered) & ours & (IDEMPOTENCY.c.target == _CLAIMED)


def _values(tenant: str, remembered: Remembered, target: str, now: float) -> dict[str, Any]:
    return {"tenant": tenant, "name": remembered.name, "digest": remembered.digest, "target": target, "created": now}
