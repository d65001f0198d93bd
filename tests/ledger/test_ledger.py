"""The record of submitted worker_side, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, update

from cleaner.errors import Code, Gone, InputError, NotFound, Quarantined, StoreError
from cleaner.ledger import batches, hooks, maintenance, reading, submission, worker_side
from cleaner.ledger.idempotency import Remembered, claim, hold, release
from cleaner.ledger.inputs import keep
from cleaner.ledger.records import Accepted, BatchStatus, Finish, Item, JobKind, JobStatus, NewJob, QueueName
from cleaner.ledger.schema import JOBS
from cleaner.ledger.submission import Submission
from cleaner.store import Store, open_store

NOW = 1_700_000_000.0


def new(store: Store, text: str, **more: object) -> Submission:
    """A submission of this text."""
    kept = keep(store.originals, text.encode())
    return Submission(NewJob(JobKind.TEXT, kept.key, kept.key, **more), None, kept)  # type: ignore[arg-type]


def url(address: str, max_age: float | None = 10.0) -> Submission:
    """A submission of this URL."""
    return Submission(NewJob(JobKind.URL, address, url=address, max_age=max_age))


def one(store: Store, wanted: Submission, now: float = NOW) -> Accepted:
    """What became of it."""
    (answer,) = submission.submit(store.engine, [wanted], now)
    assert isinstance(answer, Accepted)
    return answer


def end(store: Store, accepted: Accepted, status: JobStatus, now: float = NOW) -> None:
    """End its job."""
    assert worker_side.finish(store.engine, [Finish(accepted.seq, status)], now) == {accepted.seq}


def test_a_submission_joins_while_open_and_after_success_and_not_after_failure(store: Store) -> None:
    """Generations: joined, joined, then a new one after a failure and after a cancellation."""
    first = one(store, new(store, "a"))
    assert one(store, new(store, "a")) == replace(first, joined=True, ticket=None)
    end(store, first, JobStatus.SUCCEEDED)
    assert one(store, new(store, "a")).id == first.id
    for generation, status in ((1, JobStatus.FAILED), (2, JobStatus.CANCELLED)):
        accepted = one(store, new(store, "b"))
        assert accepted.id.endswith(f"-{generation}")
        end(store, accepted, status)
    assert one(store, new(store, "b")).id.endswith("-3")


def test_a_url_is_fetched_anew_when_its_success_is_old(store: Store) -> None:
    """Within `max_age` it is joined, beyond it a generation is opened."""
    first = one(store, url("https://example.org/"))
    end(store, first, JobStatus.SUCCEEDED)
    assert one(store, url("https://example.org/"), NOW + 9).id == first.id
    assert one(store, url("https://example.org/"), NOW + 11).id.endswith("-2")


def test_kind_options_version_and_tenant_are_the_identity(store: Store) -> None:
    """Any of them changed is another job; the echo's place is among the options."""
    base = new(store, "a").job
    others = [
        replace(base, kind=JobKind.HTML),
        replace(base, options={"profile": "strict"}),
        replace(base, version="2"),
        replace(base, tenant="you"),
    ]
    assert len({job.key for job in [base, *others]}) == 5


def test_fifty_at_once_are_one_job(store: Store) -> None:
    """Parallel writers of one key agree on its generation."""
    found: list[str] = []
    wanted = new(store, "same")

    def race() -> None:
        found.append(one(store, wanted).id)

    threads = [threading.Thread(target=race) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 50
    assert len(set(found)) == 1


def test_a_final_status_never_changes(store: Store) -> None:
    """Ours changes nothing, and the database refuses everybody else's."""
    accepted = one(store, new(store, "a"))
    end(store, accepted, JobStatus.SUCCEEDED)
    assert worker_side.finish(store.engine, [Finish(accepted.seq, JobStatus.FAILED)], NOW) == set()
    assert worker_side.cancel(store.engine, [accepted.seq], NOW) == set()
    with pytest.raises(StoreError, match="terminal"), store.transaction() as connection:
        connection.execute(update(JOBS).values(status="queued"))
    assert reading.find_job(store.engine, accepted.id).status is JobStatus.SUCCEEDED


def test_an_idempotency_key_stands_for_one_request(store: Store) -> None:
    """The same again is replayed, another one refused."""
    wanted = replace(new(store, "a"), remembered=Remembered("k", "digest"))
    first = one(store, wanted)
    assert one(store, wanted).id == first.id
    (refusal,) = submission.submit(store.engine, [replace(wanted, remembered=Remembered("k", "other"))], NOW)
    assert isinstance(refusal, InputError)


def test_an_idempotency_key_in_one_group_stands_for_one_request(store: Store) -> None:
    """The same at the same moment is joined, another one refused."""
    wanted = replace(new(store, "a"), remembered=Remembered("k", "digest"))
    other = replace(new(store, "b"), remembered=Remembered("k", "other"))
    first, joined, refusal = submission.submit(store.engine, [wanted, wanted, other], NOW)
    assert isinstance(first, Accepted)
    assert isinstance(joined, Accepted)
    assert first.id == joined.id
    assert isinstance(refusal, InputError)


def test_a_key_is_claimed_by_one_request_at_a_time(store: Store) -> None:
    """Held while it is worked on, free after a failure or a silent while, answered for once it has led somewhere."""
    mine, other, engine = Remembered("k", "digest"), Remembered("k", "other"), store.engine
    assert claim(engine, "me", mine, NOW).ours
    assert (False, None) == ((found := claim(engine, "me", mine, NOW + 14)).ours, found.target)
    with pytest.raises(InputError):
        claim(engine, "me", other, NOW)
    assert claim(engine, "you", other, NOW).ours
    hold(engine, "me", mine, NOW + 50)
    assert not claim(engine, "me", mine, NOW + 64).ours
    assert claim(engine, "me", mine, NOW + 66).ours
    release(engine, "me", mine)
    assert claim(engine, "me", other, NOW + 112).ours
    batch = batches.open_batch(engine, "me", NOW)
    batches.seal_batch(engine, batch, "me", NOW + 113, other)
    release(engine, "me", other)  # too late to take anything back
    assert batch == claim(engine, "me", other, NOW + 200).target
    assert claim(engine, "me", other, NOW + 90_000).ours


def test_one_refusal_does_not_touch_its_neighbours(store: Store) -> None:
    """A quarantined input in a group is refused alone."""
    poison = one(store, new(store, "poison"))
    assert not worker_side.count_death(store.engine, poison.seq, Code.WORKER_LOST, NOW)
    assert worker_side.count_death(store.engine, poison.seq, Code.WORKER_LOST, NOW)
    answers = submission.submit(store.engine, [new(store, "x"), new(store, "poison"), new(store, "y")], NOW)
    assert [type(answer) for answer in answers] == [Accepted, Quarantined, Accepted]
    assert reading.find_job(store.engine, poison.id).error["code"] == "worker-lost"


def test_a_ticket_allows_its_jobs_and_no_others(store: Store) -> None:
    """What was given another ticket is not taken, and not finished twice."""
    first = one(store, new(store, "a", ticket="t1"))
    second = one(store, new(store, "b", ticket="t1"))
    one(store, new(store, "c", ticket="t2"))
    assert [job.seq for job in worker_side.take(store.engine, "t1", NOW)] == [first.seq, second.seq]
    assert worker_side.still_mine(store.engine, "t1") == {first.seq, second.seq}
    assert maintenance.withdraw(store.engine, ["t1"], NOW) == 2
    assert worker_side.take(store.engine, "t1", NOW) == []
    (again,) = maintenance.give_tickets(store.engine, QueueName.CLEAN, 50, NOW)
    assert [job.attempts for job in worker_side.take(store.engine, again, NOW)] == [2, 2]


def test_a_postponed_job_waits_for_its_time(store: Store) -> None:
    """No ticket before `not_before`."""
    accepted = one(store, url("https://example.org/"))
    worker_side.postpone(store.engine, accepted.seq, NOW + 60, NOW)
    assert maintenance.give_tickets(store.engine, QueueName.FETCH, 1, NOW + 59) == []
    assert len(maintenance.give_tickets(store.engine, QueueName.FETCH, 1, NOW + 60)) == 1


def batch(store: Store, *items: Item) -> str:
    """A sealed batch of these items."""
    name = batches.open_batch(store.engine, "", NOW)
    batches.add_items(store.engine, name, 0, items, NOW)
    batches.seal_batch(store.engine, name, "", NOW)
    return name


def item(store: Store, text: str) -> Item:
    """An item of this text."""
    made = new(store, text)
    return Item(made.job, None, None, made.content)


def test_a_batch_counts_each_item_once(store: Store) -> None:
    """Joined, doubled, refused and finished items all add up, whatever is reported twice."""
    done = one(store, new(store, "done"))
    end(store, done, JobStatus.SUCCEEDED)
    name = batch(store, item(store, "done"), item(store, "a"), item(store, "a"), Item(None, {"code": "bad-input"}))
    found = reading.find_batch(store.engine, name)
    assert (found.status, found.total, found.invalid, found.succeeded) == (BatchStatus.RUNNING, 3, 1, 1)
    (job,) = [i.job for i in reading.batch_items(store.engine, name) if i.job and not i.job.status.final][:1]
    for _ in range(2):
        worker_side.finish(store.engine, [Finish(job.seq, JobStatus.FAILED, {"code": "internal"})], NOW)
    found = reading.find_batch(store.engine, name)
    assert (found.status, found.succeeded, found.failed) == (BatchStatus.PARTIAL, 1, 2)
    assert [i.position for i in reading.batch_items(store.engine, name, status="failed")] == [1, 2]
    assert [i.position for i in reading.batch_items(store.engine, name, status="invalid")] == [3]


def test_a_job_in_two_batches_moves_both(store: Store) -> None:
    """And cancelling one batch leaves the job to the other."""
    names = [batch(store, item(store, "shared")), batch(store, item(store, "shared"))]
    assert reading.batch_seqs(store.engine, names[0]) == []
    (job,) = [i.job for i in reading.batch_items(store.engine, names[0])]
    worker_side.finish(store.engine, [Finish(job.seq, JobStatus.SUCCEEDED)], NOW)
    assert [reading.find_batch(store.engine, n).status for n in names] == [BatchStatus.SUCCEEDED] * 2


def test_a_batch_whose_sender_died_ends_all_the_same(store: Store) -> None:
    """What was registered of it is worked on, and it is sealed by the sweeper."""
    name = batches.open_batch(store.engine, "", NOW)
    batches.add_items(store.engine, name, 0, [item(store, "a")], NOW)
    (job,) = [i.job for i in reading.batch_items(store.engine, name)]
    end(store, Accepted(job.seq, job.id, job.status, True, NOW, None), JobStatus.SUCCEEDED)
    assert reading.find_batch(store.engine, name).status is BatchStatus.RUNNING
    assert maintenance.seal_abandoned(store.engine, NOW - 1, NOW) == 0
    batches.hold_batch(store.engine, name, NOW + 2)
    assert maintenance.seal_abandoned(store.engine, NOW + 1, NOW) == 0
    assert maintenance.seal_abandoned(store.engine, NOW + 3, NOW) == 1
    ended = reading.find_batch(store.engine, name)
    assert (ended.status, ended.problem["code"]) == (BatchStatus.PARTIAL, "interrupted")


def test_expired_jobs_are_gone_and_unknown_ones_not_found(store: Store) -> None:
    """410 and 404 are told apart, and the next submission opens the next generation."""
    accepted = one(store, new(store, "a"))
    name = batch(store, item(store, "a"))
    end(store, accepted, JobStatus.SUCCEEDED)
    assert maintenance.expire(store.engine, NOW - 1, NOW) == 0
    assert maintenance.expire(store.engine, NOW + 1, NOW) == 2
    with pytest.raises(Gone):
        reading.find_job(store.engine, accepted.id)
    with pytest.raises(Gone):
        reading.find_batch(store.engine, name)
    with pytest.raises(NotFound):
        reading.find_job(store.engine, "0" * 64 + "-1")
    assert one(store, new(store, "a")).id.endswith("-2")


def test_another_tenants_job_is_not_found(store: Store) -> None:
    """As if it did not exist."""
    accepted = one(store, new(store, "a", tenant="me"))
    assert reading.find_job(store.engine, accepted.id, "me").id == accepted.id
    with pytest.raises(NotFound):
        reading.find_job(store.engine, accepted.id, "you")


def test_a_hook_is_due_when_its_job_ends_and_retried_on_schedule(store: Store) -> None:
    """Once for the end, again after 5 seconds, five minutes and so on, never after a final refusal."""
    accepted = one(store, new(store, "a", webhook="https://example.org/hook"))
    assert hooks.due_hooks(store.engine, NOW) == []
    end(store, accepted, JobStatus.SUCCEEDED)
    (name,) = hooks.due_hooks(store.engine, NOW)
    assert hooks.due_hooks(store.engine, NOW) == []
    found = hooks.find_hook(store.engine, name)
    assert (found.event, found.subject, found.attempts) == ("job.succeeded", accepted.id, 0)
    hooks.mark_refused(store.engine, name, 1, "503", NOW, final=False)
    assert hooks.due_hooks(store.engine, NOW + 4) == []
    assert hooks.due_hooks(store.engine, NOW + 5) == [name]
    hooks.mark_refused(store.engine, name, 2, "410", NOW, final=True)
    assert hooks.due_hooks(store.engine, NOW + 1e6) == []


def test_a_hosts_drift_is_the_difference_of_two_averages(store: Store) -> None:
    """A redesign shows in the fast one first."""
    maintenance.note_hosts(store.engine, [("example.org", 0.2, False)] * 30)
    maintenance.note_hosts(store.engine, [("example.org", 0.9, True)] * 20)
    (row,) = reading.host_drift(store.engine)
    assert row.pages == 50
    assert row.removed_fast - row.removed_slow > 0.3
    assert row.empty_fast > 0.5


def test_a_poll_asks_the_store_once_and_builds_no_statement(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question for a job that has ended, two for one that waits; the second time none of them is made anew."""
    ended, waiting = one(store, new(store, "a")), one(store, new(store, "b"))
    end(store, ended, JobStatus.SUCCEEDED)
    for accepted in (ended, waiting):
        reading.find_waiting(store.engine, accepted.id)
    asked: list[str] = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    monkeypatch.setattr(reading, "select", lambda *_: pytest.fail("a statement was built"))
    assert reading.find_waiting(store.engine, ended.id)[0].status is JobStatus.SUCCEEDED
    questions = [one for one in asked if one.startswith("SELECT")]
    assert 1 == len(questions)
    assert (JobStatus.QUEUED, 0) == ((found := reading.find_waiting(store.engine, waiting.id))[0].status, found[1])
    assert 3 == len([one for one in asked if one.startswith("SELECT")])


def test_what_is_asked_all_the_time_does_not_read_what_has_ended(tmp_path: Path) -> None:
    """Every question about open jobs is answered from an index of the open ones (SQLite's own plan)."""
    with open_store(str(tmp_path / "clean.db")) as store:
        accepted, asked = one(store, new(store, "a")), []

        @event.listens_for(store.engine, "before_cursor_execute")
        def listen(_connection: object, _cursor: object, statement: str, values: tuple, *_: object) -> None:
            asked.append((statement, values))

        engine = store.engine
        worker_side.take(engine, accepted.ticket, NOW)
        worker_side.still_mine(engine, accepted.ticket)
        reading.find_waiting(engine, one(store, new(store, "b")).id)
        reading.depths(engine, NOW)
        reading.waiting_by_tenant(engine)
        maintenance.tickets(engine)
        maintenance.withdraw(engine, [accepted.ticket], NOW)
        maintenance.give_tickets(engine, QueueName.CLEAN, 50, NOW)
        plans = []
        with store.reading() as connection:
            for statement, values in asked:
                if statement.startswith(("SELECT", "UPDATE")):
                    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                    plans += [(row[-1], statement) for row in rows]
        assert len(plans) > 8
        assert [] == [
            plan for plan in plans if "INDEX jobs_" not in plan[0] and ("SCAN jobs" in plan[0] or "rowid<" in plan[0])
        ]


def batch_of(store: Store, *texts: str) -> tuple[str, list[Accepted]]:
    """A batch of these texts that is still being read."""
    name = batches.open_batch(store.engine, "", NOW, "https://example.org/hook")
    items = [Item((made := new(store, text, ticket=f"ticket-of-{text}")).job, content=made.content) for text in texts]
    return name, batches.add_items(store.engine, name, 0, items, NOW)


def test_a_batch_that_is_still_being_read_has_no_lost_tickets(store: Store) -> None:
    """Nothing of it is queued before its last item is read, and the sweeper must not take that for a loss."""
    other = one(store, new(store, "alone", ticket="ticket-of-alone"))
    name, accepted = batch_of(store, "first", "second")
    assert {ticket.name for ticket in maintenance.tickets(store.engine)} == {other.ticket}
    batches.seal_batch(store.engine, name, "", NOW)
    named = {ticket.name for ticket in maintenance.tickets(store.engine)}
    assert named == {other.ticket, *(job.ticket for job in accepted)}


def test_a_dropped_batch_is_gone_and_its_jobs_will_not_be_worked_on(store: Store) -> None:
    """But those that another batch waits for; whoever joined one of the others is told that it is cancelled."""
    kept, (shared, *_) = batch_of(store, "shared")
    batches.seal_batch(store.engine, kept, "", NOW)
    name, (_, mine) = batch_of(store, "shared", "mine")
    one(store, new(store, "mine", webhook="https://example.org/told"))
    batches.drop_batch(store.engine, name, NOW)
    with pytest.raises(NotFound):
        reading.find_batch(store.engine, name)
    assert reading.find_job(store.engine, mine.id).status is JobStatus.CANCELLED
    assert reading.find_job(store.engine, shared.id).status is JobStatus.QUEUED
    assert worker_side.take(store.engine, "ticket-of-mine", NOW) == []
    assert reading.totals(store.engine)[JobStatus.CANCELLED] == 1
    assert len(hooks.due_hooks(store.engine, NOW)) == 1
    assert one(store, new(store, "mine")).id.endswith("-2")
