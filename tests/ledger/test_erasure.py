"""What is erased is gone with everything that hangs on it; what others have stays."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from cleaner.errors import Gone, InputError, NotFound
from cleaner.ledger import feedback, reading, worker_side
from cleaner.ledger.erasure import Wanted, erase, remaining
from cleaner.ledger.feedback import Judgement, NewFeedback
from cleaner.ledger.inputs import keep
from cleaner.ledger.records import Accepted, Finish, JobKind, JobStatus, NewJob
from cleaner.ledger.schema import JOBS
from cleaner.ledger.submission import Submission, submit
from cleaner.store import Entry, SourceKind, Store, open_store, source_id

NOW = 1_700_000_000.0


def cleaned(store: Store, url: str, body: str, tenant: str = "", ago: float = 0) -> Accepted:
    """A page that was submitted, cleaned and stored, as the workers do it."""
    content = f"<p>{body}</p>".encode()
    kept = keep(store.originals, content)
    job = NewJob(JobKind.HTML, kept.key, kept.key, options={"source_url": url}, tenant=tenant, ticket="t")
    (accepted,) = submit(store.engine, [Submission(job, None, kept)], NOW - ago)
    assert isinstance(accepted, Accepted)
    store.clock = lambda: NOW - ago
    digest = hashlib.sha256(body.encode()).hexdigest()
    entry = Entry(accepted.id, SourceKind.TEXT, url, body, digest, original=content, tenant=tenant)
    store.put_many([entry])
    end = Finish(accepted.seq, JobStatus.SUCCEEDED, content_hash=digest, source=source_id(accepted.id))
    worker_side.finish(store.engine, [end], NOW - ago)
    return accepted


@pytest.fixture
def filled(store: Store) -> Store:
    """Two hosts, two keys, one body that both hosts have."""
    made = store
    cleaned(made, "https://a.example/1", "The first text.", "me")
    cleaned(made, "https://www.a.example/2", "The second text.", "you", ago=1_000)
    cleaned(made, "https://b.example/3", "The first text.", "you")
    cleaned(made, "https://nota.example/4", "The fourth text.", "me", ago=1_000)
    return made


def left(store: Store) -> set[str]:
    """Where what is left came from."""
    return {one.locator.rpartition("/")[2] for one in store.iterate()}


@pytest.mark.parametrize(
    ("wanted", "stays", "bodies", "originals"),
    [
        (Wanted(host="a.example"), {"3", "4"}, 1, 1),
        (Wanted(host="A.example."), {"3", "4"}, 1, 1),
        (Wanted(tenant="you"), {"1", "4"}, 1, 1),
        (Wanted(before=NOW - 500), {"1", "3"}, 2, 2),
        (Wanted(host="a.example", tenant="me"), {"2", "3", "4"}, 0, 0),
        (Wanted(source="0" * 24), {"1", "2", "3", "4"}, 0, 0),
    ],
)
def test_what_fits_goes_and_the_rest_stays(
    filled: Store, wanted: Wanted, stays: set[str], bodies: int, originals: int
) -> None:
    """A body or an original goes with the last that uses it; afterwards nothing of what was wanted remains."""
    store = filled
    expected = 4 - len(stays)
    assert (remaining(store, wanted).sources, remaining(store, wanted).jobs) == (expected, expected)
    gone = erase(store, wanted)
    assert (gone.sources, gone.jobs, gone.bodies, gone.originals) == (expected, expected, bodies, originals)
    assert left(store) == stays
    assert not any(remaining(store, wanted).plain().values())
    for source in store.iterate():  # what is left is whole
        assert store.body(source.content_hash).text
        assert store.original(source.id)
        with store.reading() as connection:
            assert connection.scalar(select(JOBS.c.seq).where(JOBS.c.source == source.id))


@pytest.mark.parametrize(
    "slip",
    [
        {"host": ""}, {"host": " "}, {"host": "."}, {"host": "https://a.example/1"}, {"host": "a.example:8080"},
        {"host": ".a.example"}, {"host": "*.a.example"}, {"source": ""}, {"source": "5F2B"}, {"source": "all"},
        {"tenant": ""}, {"tenant": " "},
    ],
)  # fmt: skip
def test_a_slip_erases_nothing_and_is_said(slip: dict[str, str]) -> None:
    """`--host "$HOST"` without a HOST erased every document that has no address, `--key-name ""` all without a key."""
    with pytest.raises(InputError):
        Wanted(**slip)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["münchen.example", "MÜNCHEN.example", "xn--mnchen-3ya.example"])
def test_a_host_is_meant_however_its_name_is_written(store: Store, written: str) -> None:
    """Fetched addresses have the one way, callers' own the other; a look-alike is another host."""
    for number, host in enumerate(("münchen.example", "www.xn--mnchen-3ya.example", "munchen.example")):
        cleaned(store, f"https://{host}/{number}", f"Text {number}.")
    assert erase(store, Wanted(host=written)).sources == 2
    assert left(store) == {"2"}


def test_names_and_addresses_of_hosts_are_taken() -> None:
    """As an operator may write them."""
    for host in ("A.example.", "localhost", "127.0.0.1", "::1", "2001:db8::1", "münchen.example", "_a.b-c.d"):
        assert host == Wanted(host=host).host


def test_judgements_of_what_is_erased_go_and_those_of_others_stay(filled: Store) -> None:
    """They hold words of the document."""
    judged = {one.locator.rpartition("/")[2]: one.id for one in filled.iterate()}
    for source in judged.values():
        said = NewFeedback("you", source, 1, Judgement.KEEP, "its words", "", {})
        feedback.give(filled.engine, said, NOW)
    erase(filled, Wanted(host="a.example"))
    assert {"3", "4"} == {name for name, source in judged.items() if feedback.by_block(filled.engine, source, "you")}


def test_an_erased_job_is_gone_and_its_bytes_are_not_in_the_file(tmp_path: Path) -> None:
    """410 by its name, and neither address nor input can be found in the database's bytes."""
    store = open_store(str(tmp_path / "clean.db"))
    secret = cleaned(store, "https://private.example/diary-of-somebody", "A very private text.", "me")
    place = tmp_path / "clean.db"
    store.fold()
    assert b"diary-of-somebody" in place.read_bytes()
    erase(store, Wanted(host="private.example"))
    with pytest.raises(Gone):
        reading.find_job(store.engine, secret.id)
    with pytest.raises(NotFound):
        store.source(source_id(secret.id))
    store.fold()
    assert b"diary-of-somebody" not in place.read_bytes()


def test_a_job_that_waits_is_erased_with_its_input(store: Store) -> None:
    """A failed or waiting job of a host has no source yet, and goes all the same."""
    kept = keep(store.originals, b"<p>waiting</p>")
    job = NewJob(JobKind.HTML, kept.key, kept.key, options={"source_url": "https://w.example/"}, ticket="t")
    submit(store.engine, [Submission(job, None, kept)], NOW)
    gone = erase(store, Wanted(host="w.example"))
    assert (gone.sources, gone.jobs, gone.originals) == (0, 1, 1)
    assert not store.has_original(kept.key)
