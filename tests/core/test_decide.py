"""Verdicts to decisions: sums by group, caps, leans, finals and spans, on tallies built by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_built import PROSE, SHORT, html_page, page_of, text_page, verdict

from cleaner import Settings, clean_text
from cleaner.decide import (
    EXTRACTOR_BELOW_F1,
    FAMILY_CAP,
    LEAN,
    Tallies,
    Weights,
    decide,
    is_cut,
    needs_extractor,
    weights_for,
)
from cleaner.page.kind import page_kinds
from cleaner.settings import Extractor, Profile
from cleaner.threshold import best_f1
from cleaner.types import Category, Decision, Mode, PageKind, Verdict

BIAS = 2.0  # what a text's blocks start with


def decided(page, *verdicts: Verdict, weights: Weights | None = None) -> tuple[Decision, ...]:
    """The decisions of a page by these verdicts alone."""
    tallies = Tallies(page, weights or Weights())
    tallies.add(verdicts)
    return decide(page.document, tallies.apply_to(page).tallies)


def cut_blocks(page, *verdicts: Verdict, **more) -> list[int]:
    """The blocks that go whole."""
    return [d.block for d in decided(page, *verdicts, **more) if is_cut(d, len(page.blocks[d.block].text))]


def test_a_block_goes_when_its_sum_is_not_above_zero() -> None:
    """At n-1, n and n+1: a text's block starts with +2; -2 cuts it, a hair less does not."""
    page = text_page(SHORT, PROSE)
    assert cut_blocks(page, verdict(0, -BIAS + 0.01)) == []
    assert cut_blocks(page, verdict(0, -BIAS)) == [0]
    assert cut_blocks(page, verdict(0, -BIAS - 0.01)) == [0]


def test_a_page_starts_undecided_and_a_text_kept() -> None:
    """Without a word said, a text's blocks stay and a page's go."""
    assert cut_blocks(text_page(SHORT)) == []
    assert cut_blocks(html_page(SHORT)) == [0]
    assert decided(html_page(SHORT))[0].score == -0.3
    assert decided(text_page(SHORT))[0].score == 2.0


def test_verdicts_of_one_group_are_capped_together_and_of_two_added() -> None:
    """Three rules that see the same thing say no more than FAMILY_CAP."""
    page = text_page(SHORT)
    same = [verdict(0, -3.0, f"AAA00{n}") for n in (1, 2, 3)]
    assert decided(page, *same)[0].score == BIAS - FAMILY_CAP
    other = verdict(0, -3.0, "BBB001")
    assert decided(page, *same, other)[0].score == BIAS - FAMILY_CAP - 3.0
    kept = [verdict(0, 3.0, f"AAA00{n}") for n in (1, 2, 3)]
    assert decided(page, *kept)[0].score == BIAS + FAMILY_CAP


def test_a_rule_that_names_a_group_is_capped_with_it() -> None:
    """The group decides, not the letters of the code."""
    page = text_page(SHORT)
    one, two = verdict(0, -3.0, "AAA001"), verdict(0, -3.0, "BBB001")._replace(group="AAA")
    assert decided(page, one, two)[0].score == BIAS - FAMILY_CAP


def test_the_models_odds_are_not_capped() -> None:
    """They are calibrated."""
    page = html_page(SHORT)
    assert decided(page, verdict(0, 9.0, "MDL001"))[0].score == pytest.approx(8.7)


def test_a_groups_coefficient_counts_and_the_rest_counts_rest_times() -> None:
    """As in the fitted table."""
    weights = Weights(family={"AAA": 0.5}, rest=0.1)
    page = text_page(SHORT)
    assert decided(page, verdict(0, -2.0), weights=weights)[0].score == BIAS - 1.0
    assert decided(page, verdict(0, -2.0, "BBB001"), weights=weights)[0].score == BIAS - 0.2


@pytest.mark.parametrize(
    ("finals", "goes"),
    [([-4.0], True), ([4.0], False), ([-4.0, 4.0], False), ([4.0, -4.0], False)],
)
def test_a_final_verdict_outranks_the_sum_and_keeping_outranks_cutting(finals: list[float], goes: bool) -> None:
    """Final allow > final strip > sum, in whichever order they were said."""
    page = text_page(SHORT)
    said = [verdict(0, weight, f"FIN00{n}", final=True) for n, weight in enumerate(finals)]
    against = verdict(0, -4.0 if not goes else 4.0, "SUM001")
    assert cut_blocks(page, *said, against) == ([0] if goes else [])
    assert cut_blocks(page, against, *said) == ([0] if goes else [])


def test_a_disabled_category_is_not_heard_where_it_would_cut_and_is_where_it_keeps() -> None:
    """What a user switched off takes nothing; what speaks for a block still does."""
    page = text_page(SHORT, settings=Settings(disabled=frozenset({Category.WIDGET})))
    assert decided(page, verdict(0, -4.0))[0].score == BIAS
    assert decided(page, verdict(0, 1.0))[0].score == BIAS + 1.0
    assert decided(page, verdict(0, -4.0, category=Category.SPAM))[0].score == BIAS - 4.0


@pytest.mark.parametrize(("off", "silent"), [("PHR", {"PHR001", "PHR003"}), ("PHR001", {"PHR001"}), ("PH0", set())])
def test_a_disabled_rule_says_nothing(off: str, silent: set[str]) -> None:
    """By its whole code or by the letters before it, through the whole way."""
    source = f"{PROSE}\n\nShare this article\n\nRelated Posts\n\nFerry line closed"

    def speakers(settings: Settings) -> set[str]:
        return {v.rule for d in clean_text(source, settings=settings).decisions for v in d.verdicts}

    everything = speakers(Settings())
    assert {"PHR001", "PHR003"} <= everything
    assert {code for code in everything if code.startswith("PHR")} - silent == {
        code for code in speakers(Settings(disabled_rules=frozenset({off}))) if code.startswith("PHR")
    }


def test_profiles_lean() -> None:
    """A conservative user keeps what a balanced one cuts, a strict one cuts what a balanced one keeps."""
    assert LEAN[Profile.CONSERVATIVE] > LEAN[Profile.BALANCED] == 0 > LEAN[Profile.STRICT]
    scores = {}
    for profile in Profile:
        page = text_page(SHORT, settings=Settings(profile=profile))
        scores[profile] = decided(page, verdict(0, -2.3))[0].score
        assert scores[profile] == pytest.approx(BIAS - 2.3 + LEAN[profile])
    goes = {p: cut_blocks(text_page(SHORT, settings=Settings(profile=p)), verdict(0, -2.3)) == [0] for p in Profile}
    assert goes == {Profile.CONSERVATIVE: False, Profile.BALANCED: True, Profile.STRICT: True}
    keeps = {p: cut_blocks(text_page(SHORT, settings=Settings(profile=p)), verdict(0, -1.5)) == [] for p in Profile}
    assert keeps == {Profile.CONSERVATIVE: True, Profile.BALANCED: True, Profile.STRICT: False}


def test_spans_against_a_kept_block_are_cut_merged_and_clipped() -> None:
    """Overlapping and touching pieces become one, what lies outside is left off, a span that keeps cuts nothing."""
    page = text_page("0123456789")
    spans = [(2, 4), (3, 5), (5, 6), (8, 99), (-3, 1), (7, 7)]
    said = [verdict(0, -1.0, span=span) for span in spans]
    assert decided(page, *said, verdict(0, 1.0, span=(1, 2)))[0].cut == ((0, 1), (2, 6), (8, 10))


def test_a_span_does_not_count_in_the_sum_of_its_block() -> None:
    """Ten pieces to cut are no evidence against the rest."""
    page = text_page("0123456789")
    said = [verdict(0, -3.0, f"AA{n}001", span=(n, n + 1)) for n in range(3)]
    assert decided(page, *said)[0].score == BIAS


def test_a_verdict_on_the_whole_page_touches_no_block() -> None:
    """It stands for labels."""
    page = text_page(SHORT)
    assert decided(page, verdict(0, -4.0)._replace(block=None))[0] == Decision(0, (), BIAS, ())


def test_what_is_not_counted_does_not_stop_the_count() -> None:
    """A verdict on the whole page and one of a disabled category, each with more behind it."""
    page = text_page(SHORT, settings=Settings(disabled=frozenset({Category.WIDGET})))
    counted = verdict(0, -1.0, category=Category.SPAM)
    assert decided(page, verdict(0, -4.0)._replace(block=None), verdict(0, -4.0), counted)[0].score == BIAS - 1.0


def test_a_block_that_goes_goes_whole_and_names_its_strongest_verdict() -> None:
    """Among finals the final one; among others the one that names a kind before a stronger "boilerplate"."""
    page = text_page(SHORT)
    plain = verdict(0, -4.0, "BBB001", category=Category.BOILERPLATE)
    kind = verdict(0, -1.0, "AAA001", category=Category.SPAM)
    decision = decided(page, plain, kind, verdict(0, -1.0, span=(0, 3)))[0]
    assert decision.cut == ((0, len(SHORT)),)
    assert decision.because == kind
    final = verdict(0, -0.5, "CCC001", final=True)
    assert decided(page, plain, kind, final)[0].because == final
    assert decided(page, verdict(0, 1.0, "DDD001"), verdict(0, 0.5))[0].because.rule == "DDD001"


def test_trafilatura_is_asked_as_the_settings_say() -> None:
    """Always, never, or below an expected F1; on a text nobody asks."""
    page = html_page(PROSE)
    for extractor, sure, asked in (
        (Extractor.ALWAYS, 0.99, True),
        (Extractor.NEVER, 0.01, False),
        (Extractor.AUTO, 0.01, True),
        (Extractor.AUTO, 0.99, False),
        (Extractor.AUTO, None, True),
    ):
        settings = Settings(extractor=extractor)
        assert needs_extractor(replace(page, settings=settings, confidence=sure)) is asked


@pytest.mark.parametrize("off", ["MDL", "MDL001"])
def test_the_fitted_table_is_used_only_where_the_model_speaks(off: str) -> None:
    """Its coefficients were fitted together with the model's odds."""
    assert weights_for(html_page(PROSE)).by_page
    assert weights_for(html_page(PROSE, settings=Settings(disabled_rules=frozenset({"PHR", "MDL002"})))).by_page
    for page in (
        text_page(PROSE),
        html_page(PROSE, settings=Settings(model=False)),
        html_page(PROSE, settings=Settings(disabled_rules=frozenset({off}))),
    ):
        assert weights_for(page) == Weights()


def test_a_table_turns_what_the_model_expects_into_what_was_reached() -> None:
    """On a line through its points, and as it is without one."""
    weights = Weights(expected=(0.2, 0.6, 1.0), reached=(0.1, 0.5, 0.9))
    assert weights.confidence(0.4) == pytest.approx(0.3)
    assert weights.confidence(0.0) == 0.1
    assert weights.confidence(1.0) == 0.9
    assert Weights().confidence(0.4) == 0.4


def test_a_page_is_as_sure_as_the_choice_of_its_blocks() -> None:
    """With a threshold of its own the expected F1, calibrated; without one it stays as it was."""
    page = html_page(PROSE, SHORT)
    expected = best_f1(np.array([3.7, -4.3]), np.array([len(PROSE.split()), len(SHORT.split())], dtype=float))
    halved = Weights(by_page=True, expected=(0.0, 2.0), reached=(0.0, 1.0))
    for weights, confidence in ((Weights(by_page=True), expected), (halved, expected / 2)):
        tallies = Tallies(page, weights)
        tallies.add([verdict(0, 4.0, "MDL001"), verdict(1, -4.0, "MDL001")])
        assert tallies.apply_to(page).confidence == pytest.approx(confidence)
    tallies = Tallies(page, Weights())
    assert tallies.apply_to(replace(page, confidence=0.123)).confidence == 0.123


VOTERS = {"MDL001": (-5.0, -5.0, 5.0), "PHR001": (3.0, 3.0, -3.0), "TRF001": (3.0, 3.0, -3.0)}


@pytest.mark.parametrize(
    ("silent", "outvoted"), [((), True), (("TRF001",), False), (("PHR001",), False), (("MDL001",), False)]
)
def test_rules_and_trafilatura_outvote_a_model_that_agrees_with_neither(
    silent: tuple[str, ...], *, outvoted: bool
) -> None:
    """From then on the plain sums decide; nothing changes where one of the three has not spoken."""
    page = html_page(PROSE, PROSE.replace("Tuesday", "Friday"), SHORT)
    weights = Weights(family={"MDL": 5.0}, rest=0.1, by_page=True)
    tallies = Tallies(page, weights)
    said = [
        verdict(n, weight, rule) for rule, row in VOTERS.items() if rule not in silent for n, weight in enumerate(row)
    ]
    tallies.add(said)
    before = [one.score for one in tallies.apply_to(page).tallies]
    tallies.vote(page)
    after = [one.score for one in tallies.apply_to(page).tallies]
    assert (before != after) is outvoted
    if outvoted:
        assert after == pytest.approx([-0.3 - 5 + 6, -0.3 - 5 + 6, -0.3 + 5 - 6])


def test_a_table_without_a_threshold_of_its_own_is_not_voted_on() -> None:
    """A text's."""
    page = text_page(PROSE, SHORT)
    tallies = Tallies(page, Weights(rest=0.5))
    tallies.add([verdict(0, 3.0, "TRF001"), verdict(0, -3.0, "MDL001"), verdict(0, 3.0)])
    before = tallies.apply_to(page).tallies
    tallies.vote(page)
    assert before == tallies.apply_to(page).tallies


@pytest.mark.parametrize(("count", "words"), [(9, False), (10, True)])
def test_a_few_blocks_that_are_nothing_but_links_are_a_menu(count: int, *, words: bool) -> None:
    """Ten may be a list of links that is the page."""
    page = page_of("".join(f"<p><a href=/{n}>Boats of the {n} quays</a></p>" for n in range(count)))
    tallies = Tallies(page, Weights(by_page=True))
    tallies.add([verdict(n, 5.0, "MDL001") for n in range(count)])
    assert (tallies.apply_to(page).confidence > 0) is words


def test_a_span_that_weighs_nothing_cuts_nothing() -> None:
    """Only what speaks against a piece takes it."""
    page = text_page("0123456789")
    assert decided(page, verdict(0, 0.0, span=(1, 3)), verdict(0, 0.5, span=(5, 6)))[0].cut == ()


@pytest.mark.parametrize(
    ("odds", "asked"), [({PageKind.ARTICLE: 0.5}, True), ({PageKind.ARTICLE: 0.49}, False), ({}, True)]
)
def test_trafilatura_is_asked_about_articles(odds: dict[PageKind, float], *, asked: bool) -> None:
    """From even odds on, and where no kind is known."""
    page = replace(html_page(PROSE), confidence=0.1)
    page.known[page_kinds.__wrapped__] = odds
    assert needs_extractor(page) is asked
    assert not needs_extractor(replace(page, confidence=EXTRACTOR_BELOW_F1))


def test_scores_are_sums_over_blocks_of_their_own() -> None:
    """One block's evidence leaves its neighbours alone."""
    scores = Weights().scores({"AAA": [0.0, -1.0, 2.0]}, 3, Mode.TEXT)
    assert np.array_equal(scores, [2.0, 1.0, 4.0])
