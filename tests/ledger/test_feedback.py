"""Feedback, activity: judgements that replace each other and are taken back, figures of what went on."""

from __future__ import annotations

import pytest
from test_ledger import NOW, end, new, one

from cleaner.errors import NotFound
from cleaner.ledger import activity, feedback
from cleaner.ledger.activity import Ended, RemovedPieces
from cleaner.ledger.feedback import Judgement, NewFeedback
from cleaner.ledger.records import JobStatus
from cleaner.store import Store

SOURCE = "a" * 24


def judge(
    store: Store,
    block: int,
    judgement: Judgement = Judgement.KEEP,
    *,
    by: str = "",
    now: float = NOW,
    span: tuple[int, int] | None = None,
) -> str:
    """The id of a judgement."""
    made = NewFeedback(by, SOURCE, block, judgement, f"block {block} \x00\ud800", "why", {"score": -1.5}, span)
    return feedback.give(store.engine, made, now).id


def test_a_judgement_is_kept_and_taken_back(store: Store) -> None:
    """With what was known; taken back twice it keeps its first end."""
    name = judge(store, 3)
    kept = feedback.find(store.engine, name, "")
    assert (kept.block, kept.judgement, kept.reason, kept.undone) == (3, Judgement.KEEP, "why", None)
    assert kept.facts == {"score": -1.5}
    assert feedback.by_block(store.engine, SOURCE, "") == {3: [kept]}
    assert feedback.undo(store.engine, name, "", NOW + 5).undone == NOW + 5
    assert feedback.undo(store.engine, name, "", NOW + 9).undone == NOW + 5
    assert feedback.by_block(store.engine, SOURCE, "") == {}


def test_a_later_judgement_takes_an_earlier_ones_place(store: Store) -> None:
    """On the same block by the same caller; nobody else's is touched."""
    first, other = judge(store, 3), judge(store, 3, by="you")
    second = judge(store, 3, Judgement.REMOVE, now=NOW + 1)
    assert feedback.find(store.engine, first, "").undone == NOW + 1
    assert feedback.by_block(store.engine, SOURCE, "")[3][0].id == second
    assert feedback.by_block(store.engine, SOURCE, "you")[3][0].id == other


def test_a_judgement_on_a_part_stands_beside_others(store: Store) -> None:
    """One on more of the block takes its place, one on another part or on less does not."""
    whole = judge(store, 3)
    part = judge(store, 3, Judgement.REMOVE, now=NOW + 1, span=(4, 9))
    other = judge(store, 3, Judgement.REMOVE, now=NOW + 2, span=(12, 20))
    less = judge(store, 3, now=NOW + 3, span=(14, 16))
    held = feedback.by_block(store.engine, SOURCE, "")[3]
    assert [(one.id, one.span) for one in held] == [
        (whole, None), (part, (4, 9)), (other, (12, 20)), (less, (14, 16)),
    ]  # fmt: skip
    more = judge(store, 3, now=NOW + 4, span=(2, 16))
    assert [one.id for one in feedback.by_block(store.engine, SOURCE, "")[3]] == [whole, other, more]
    last = judge(store, 3, now=NOW + 5)
    assert [one.id for one in feedback.by_block(store.engine, SOURCE, "")[3]] == [last]


def test_judgements_are_listed_newest_first(store: Store) -> None:
    """In parts; only those that hold where that is asked for; nobody else's."""
    names = [judge(store, block, now=NOW + block // 2) for block in range(5)]
    judge(store, 9, by="you")
    feedback.undo(store.engine, names[0], "", NOW + 9)
    first = feedback.list_feedback(store.engine, "", limit=2)
    rest = feedback.list_feedback(store.engine, "", before=first[-1].id)
    assert {one.id for one in [*first, *rest]} == set(names)
    assert [one.created for one in [*first, *rest]] == sorted((NOW + n // 2 for n in range(5)), reverse=True)
    assert len(feedback.list_feedback(store.engine, "", holding=True)) == 4
    assert feedback.list_feedback(store.engine, "", source="b" * 24) == []


def test_another_callers_judgement_is_none(store: Store) -> None:
    """Neither read nor taken back nor a place to go on from."""
    name = judge(store, 1, by="you")
    for act in (
        lambda: feedback.find(store.engine, name, ""),
        lambda: feedback.undo(store.engine, name, "", NOW),
        lambda: feedback.list_feedback(store.engine, "", before="0" * 32),
    ):
        with pytest.raises(NotFound):
            act()


def test_jobs_are_counted_by_the_minute_they_ended_in(store: Store) -> None:
    """A minute begins at its first second on either database."""
    done, failed, cancelled = JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED
    for number, (status, at) in enumerate([(done, 59.9), (failed, 59.9), (done, 60.0), (cancelled, 60.0)]):
        end(store, one(store, new(store, f"text {number}"), NOW), status, 1_700_000_040.0 + at)
    minute = 1_700_000_040 // 60
    found = activity.jobs_ended(store.engine, "", 1_700_000_200.0)
    assert found == [Ended(minute, 1, 1), Ended(minute + 1, 1, 0)]
    assert activity.jobs_ended(store.engine, "you", 1_700_000_200.0) == []


def test_removals_add_up_by_hour_and_category(store: Store) -> None:
    """For each caller apart."""
    activity.count_removals(store.engine, {("", "related"): 2, ("you", "related"): 7}, NOW)
    activity.count_removals(store.engine, {("", "related"): 3, ("", "sponsor"): 1}, NOW + 10)
    activity.count_removals(store.engine, {}, NOW)
    hour = int(NOW) // 3_600
    assert activity.removals_by_hour(store.engine, "", NOW) == [
        RemovedPieces(hour, "related", 5),
        RemovedPieces(hour, "sponsor", 1),
    ]
    assert activity.removals_by_hour(store.engine, "", NOW + 25 * 3_600) == []
