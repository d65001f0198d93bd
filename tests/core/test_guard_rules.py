"""The guard's own arithmetic, on decisions built by hand."""

from __future__ import annotations

import pickle

import pytest
from hand_built import PROSE, SHORT, html_page, page_of, text_page, verdict

from cleaner.decide import Tallies, Weights, decide
from cleaner.guard import SHARE_LIMIT, Guarded, guard
from cleaner.types import Category, Decision, Later, Mode

OTHER = PROSE.replace("Tuesday evening", "Friday night").replace("winter", "summer")
THIRD = (
    "Nobody who lives there had been asked before, said the mayor on the next day, and so the whole plan was sent back "
    "to those who made it, with the wish that they should come and look at the place themselves."
)
TEN = "one two six ten odd even last next far near".split()
TWELVE = [*TEN, "high", "low"]  # one of them is no tenth


def guarded(page, *verdicts) -> Guarded:
    """What the guard makes of a page by these verdicts alone."""
    tallies = Tallies(page, Weights())
    tallies.add(verdicts)
    return guard(page, decide(page.document, tallies.apply_to(page).tallies))


def gone(result: Guarded) -> list[int]:
    """The blocks that go."""
    return [d.block for d in result.decisions if d.cut]


def test_prose_between_kept_prose_does_not_go_on_one_witness() -> None:
    """However sure it is; it is flagged with what spoke against it."""
    page = text_page(PROSE, OTHER, THIRD)
    result = guarded(page, verdict(1, -4.0))
    assert gone(result) == []
    (flag,) = [one for one in result.flagged if one.block == 1]
    assert (flag.rule, flag.text) == ("AAA001", OTHER)
    assert "two independent" in flag.kept_because


def test_a_line_behind_it_does_not_end_the_guard() -> None:
    """What is no prose is passed over."""
    assert gone(guarded(text_page(PROSE, OTHER, THIRD, SHORT), verdict(1, -4.0))) == []


def test_what_comes_back_to_a_pages_body_is_flagged_with_why() -> None:
    """The guard for pages says what it held."""
    page = html_page(*[PROSE.replace("Tuesday", day) for day in ("Monday", "Friday", "Sunday")])
    decisions = [Decision(n, ((0, len(page.blocks[n].text)),) if n == 1 else (), -1.0, ()) for n in range(3)]
    result = guard(page, decisions)
    assert gone(result) == []
    assert [(one.block, one.kept_because) for one in result.flagged] == [
        (1, "text in the body goes only on two independent signals")
    ]


def test_two_verdicts_of_one_group_are_one_witness_and_of_two_groups_two() -> None:
    """A weak second verdict is none."""
    page = text_page(PROSE, OTHER, THIRD)
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -1.0, "AAA002"))) == []
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -0.4, "BBB001"))) == []
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -0.5, "BBB001"))) == [1]


def test_a_piece_of_a_block_is_no_witness_against_all_of_it() -> None:
    """Spans speak for themselves."""
    page = text_page(PROSE, OTHER, THIRD)
    assert gone(guarded(page, verdict(1, -3.0), verdict(1, -2.0, "BBB001", span=(0, 5)))) == []


@pytest.mark.parametrize("category", [Category.REPEAT, Category.TITLE_REPEAT])
def test_an_exact_copy_goes_on_one_witness(category: Category) -> None:
    """Its words are still there once."""
    page = text_page(PROSE, OTHER, THIRD)
    assert gone(guarded(page, verdict(1, -4.0, category=category))) == [1]


def test_behind_everything_that_stays_place_is_the_second_signal() -> None:
    """For a sure verdict; a weak one takes no prose there either, and nothing may stay behind."""
    page = text_page(PROSE, THIRD, OTHER)
    assert gone(guarded(page, verdict(2, -4.0))) == [2]
    assert gone(guarded(page, verdict(2, -2.4))) == []
    assert gone(guarded(page, verdict(1, -4.0))) == []
    assert gone(guarded(page, verdict(1, -4.0), verdict(2, -4.0))) == [1, 2]


@pytest.mark.parametrize(
    ("rule", "weight", "goes"),
    [
        ("LIN001", -2.0, True),
        ("LIN001", -1.99, False),
        ("CMT001", -2.0, True),
        ("AAA001", -2.6, True),
        ("AAA001", -2.59, False),
    ],
)
def test_how_sure_a_verdict_on_the_end_must_be(rule: str, weight: float, *, goes: bool) -> None:
    """The line model and a thread of comments from what a text's blocks start with, another family from -2.6."""
    page = text_page(*(PROSE.replace("Tuesday", day) for day in ("Monday", "Friday", "Sunday", "May")), SHORT, OTHER)
    assert gone(guarded(page, verdict(4, -4.0, "BBB001"), verdict(5, weight, rule))) == ([4, 5] if goes else [4])


def test_the_line_models_word_takes_no_prose_that_no_line_parts_from_the_text() -> None:
    """The last paragraphs of a text stand under its others; a biography stands under a name that goes."""
    page = text_page(PROSE, SHORT, THIRD, OTHER)
    below = [verdict(n, -4.0, "LIN001") for n in (2, 3)]
    assert gone(guarded(page, *below)) == []
    assert gone(guarded(page, verdict(1, -4.0, "LIN001"), *below)) == [1, 2, 3]
    assert gone(guarded(page, verdict(1, -4.0, "LIN001"), below[1])) == [1]
    assert gone(guarded(page, *[v._replace(rule="CMT001", group="CMT") for v in below])) == [2, 3]


def test_a_short_line_goes_on_one_witness() -> None:
    """The guard is for what somebody wrote."""
    page = text_page(PROSE, SHORT, OTHER)
    assert gone(guarded(page, verdict(1, -4.0))) == [1]


def test_more_than_the_limit_of_a_text_does_not_go_and_the_least_certain_come_back_first() -> None:
    """Short lines only, so that nothing else holds them; twelve of equal length and a limit of eight tenths."""
    page = text_page(*(f"{word} of the lines" for word in TWELVE))
    result = guarded(page, *(verdict(n, -2.1 - n / 10, f"A{chr(65 + n)}A001") for n in range(12)))
    share = SHARE_LIMIT[Mode.TEXT]
    assert len(gone(result)) == int(share * 12)
    assert gone(result) == list(range(12 - len(gone(result)), 12))
    assert all("of the words" in one.kept_because for one in result.flagged if one.block not in gone(result))


def test_copies_do_not_count_towards_the_limit() -> None:
    """A text saved five times loses four fifths and is right to."""
    page = text_page(*(f"{word} of the lines" for word in TEN))
    copies = [verdict(n, -4.0, category=Category.REPEAT) for n in range(1, 10)]
    assert gone(guarded(page, *copies)) == list(range(1, 10))


def test_a_text_never_loses_all_its_prose() -> None:
    """It comes back, flagged, and the result says why it is degraded."""
    page = text_page(PROSE, OTHER)
    both = [verdict(n, -4.0, rule) for n in (0, 1) for rule in ("AAA001", "BBB001")]
    result = guarded(page, *both)
    assert len(gone(result)) < 2


def test_what_was_nearly_removed_is_flagged() -> None:
    """A kept block with strong evidence against it, at and above the limit of what is worth telling."""
    page = text_page(PROSE, SHORT)
    assert [one.block for one in guarded(page, verdict(1, -1.0)).flagged] == [1]
    assert [one.block for one in guarded(page, verdict(1, -0.99)).flagged] == []
    (flag,) = guarded(page, verdict(1, -1.0), verdict(1, 2.0, "KEP001")).flagged
    assert flag.kept_because.startswith("KEP001")


SENTENCE = "The boat of {} leaves the quay at seven in the morning and is back by nine."
NAMES = "Anna Bert Carl Dora Emil Frida Gerd Hanna Ivo Jana".split()
LINES = [SENTENCE.format(name) for name in NAMES]


def test_flags_are_put_into_words_when_they_are_read() -> None:
    """Once, equal to a tuple of the same, and pickled as one."""
    asked: list[int] = []

    def say(block: int) -> str:
        asked.append(block)
        return "its words"

    page = text_page(PROSE, SHORT)
    flagged = guarded(page, verdict(1, -1.0)._replace(told=Later(say, 1))).flagged
    assert asked == []
    assert [one.evidence for one in flagged] == ["its words"] == [one.evidence for one in flagged[:1]]
    assert asked == [1]
    assert flagged == tuple(flagged) == pickle.loads(pickle.dumps(flagged))
    assert (len(flagged), hash(flagged), repr(flagged)) == (1, hash(tuple(flagged)), repr(tuple(flagged)))


@pytest.mark.parametrize(("taken", "back"), [(3, False), (4, True)])
def test_sentences_come_back_that_one_rule_of_place_took_too_many_of(taken: int, *, back: bool) -> None:
    """Three of ten are the share that may go; four come back, and say why. They stand before what stays."""
    page = text_page(*LINES)
    said = [verdict(n, -3.0, "CTX004") for n in range(taken)]
    result = guarded(page, *said)
    assert gone(result) == ([] if back else list(range(taken)))
    whys = {one.kept_because for one in result.flagged if one.kept}
    assert whys == ({"40% of the sentences would go on CTX004 alone"} if back else set())


def test_the_share_counts_the_sentences_of_the_blocks_a_rule_took() -> None:
    """Not those of another block: four of twelve are a third, three are not over the limit."""
    page = text_page(" ".join(LINES[:3]), *LINES[:9])
    result = guarded(page, *(verdict(n, -3.0, "CTX004") for n in range(2, 6)))
    assert gone(result) == []
    assert {one.kept_because for one in result.flagged} == {"33% of the sentences would go on CTX004 alone"}
    assert gone(guarded(page, *(verdict(n, -3.0, "CTX004") for n in range(2, 5)))) == [2, 3, 4]


def test_the_share_of_a_rule_is_for_rules_of_place_without_another_family_beside() -> None:
    """What a rule saw in the block itself and what two families name goes; a weak word is no family."""
    page = text_page(*LINES)
    assert gone(guarded(page, *(verdict(n, -3.0, "PHR001") for n in range(4)))) == [0, 1, 2, 3]
    two = [verdict(n, weight, rule) for n in range(4) for rule, weight in (("REL001", -3.0), ("PHR001", -0.5))]
    assert gone(guarded(page, *two)) == [0, 1, 2, 3]
    weak = [verdict(n, weight, rule) for n in range(4) for rule, weight in (("REL001", -3.0), ("PHR001", -0.4))]
    assert gone(guarded(page, *weak)) == []
    neighbours = [verdict(n, weight, rule) for n in range(4) for rule, weight in (("REL001", -3.0), ("CTX001", -1.0))]
    assert gone(guarded(page, *neighbours)) == []


def test_the_line_model_may_take_any_share_behind_everything_that_stays() -> None:
    """Before what stays it may not."""
    page = text_page(*LINES)
    assert gone(guarded(page, *(verdict(n, -3.0, "LIN001") for n in range(5, 10)))) == [5, 6, 7, 8, 9]
    assert gone(guarded(page, *(verdict(n, -3.0, "LIN001") for n in range(5)))) == []
    assert gone(guarded(page, *(verdict(n, -3.0, "REL001") for n in range(5, 10)))) == []


def test_lines_without_a_sentence_have_no_share() -> None:
    """Headlines are what such rules are for."""
    page = text_page(*(f"Headline of {name}" for name in NAMES), PROSE)
    assert gone(guarded(page, *(verdict(n, -3.0, "REL001") for n in range(6)))) == [0, 1, 2, 3, 4, 5]


def test_a_rule_that_took_a_large_share_is_flagged_with_the_first_it_took() -> None:
    """As gone, with how many more; three of ten are not flagged."""
    page = text_page(*LINES)
    flags = [one for one in guarded(page, *(verdict(n, -3.0, "PHR001") for n in range(2, 6))).flagged if not one.kept]
    assert [(one.block, one.rule, one.text) for one in flags] == [(2, "PHR001", LINES[2])]
    assert flags[0].kept_because == "it went, with 3 more of 10 sentences, on PHR001"
    assert flags[0].evidence == "evidence of PHR001"
    assert [one for one in guarded(page, *(verdict(n, -3.0, "PHR001") for n in range(3))).flagged if not one.kept] == []


def test_of_two_copies_that_would_both_go_the_longer_one_stays() -> None:
    """Unless something else speaks against it enough."""
    page = text_page(LINES[0], f"{LINES[0]} Again.", PROSE)
    said = [verdict(n, -4.0, "RPT001", category=Category.REPEAT) for n in (0, 1)]
    result = guarded(page, *said)
    assert gone(result) == [0]
    assert [one.kept_because for one in result.flagged if one.block == 1] == ["what it repeats would go, too"]
    assert gone(guarded(page, *said, verdict(1, -2.1, "PHR001", category=Category.REPEAT))) == [0]
    assert gone(guarded(page, *said, verdict(1, -2.0, "PHR001"), verdict(0, -2.0, "PHR001"))) == [0, 1]
    assert gone(guarded(page, *said, verdict(1, -1.9, "PHR001"), verdict(0, -1.9, "PHR001"))) == [0]


def test_a_copy_of_what_stays_goes_and_so_does_a_short_line() -> None:
    """Captions stand twice; six runs of three words are enough to be a copy of something."""
    page = text_page(LINES[0], LINES[0], PROSE)
    assert gone(guarded(page, verdict(1, -4.0, category=Category.REPEAT))) == [1]
    seven = "one two three four five six seven"
    for words, goes in ((seven, True), (f"{seven} eight", False)):
        short = text_page(words, PROSE)
        assert gone(guarded(short, verdict(0, -4.0, category=Category.REPEAT))) == ([0] if goes else [])


def test_what_is_nearly_the_whole_text_comes_back_by_words() -> None:
    """The limit counts words, not lines: at eight tenths nothing comes back, over it the least certain does."""
    page = text_page("one two", "three four five six seven eight nine ten")
    assert gone(guarded(page, verdict(1, -4.0))) == [1]
    page = text_page("one", "two three four five six seven eight nine ten")
    result = guarded(page, verdict(1, -4.0))
    assert gone(result) == []
    assert [one.kept_because for one in result.flagged] == ["more than 80% of the words would go"]


def test_a_page_that_lost_everything_gets_its_prose_back_and_says_so() -> None:
    """Prose first; without prose a sentence that was nearly kept; without either, nothing."""
    reason = "everything looked like boilerplate; its prose was kept"
    page = html_page(PROSE, SENTENCE.format("Anna"), "Sign in")
    result = guarded(page, *(verdict(n, -4.0) for n in range(3)))
    assert gone(result) == [1, 2]
    assert result.reasons == (reason,)
    assert [one.kept_because for one in result.flagged if one.block == 0] == ["nothing else would be left"]
    page = html_page(SENTENCE.format("Anna"), "Sign in")
    assert gone(guarded(page, verdict(0, -0.6), verdict(1, -4.0))) == [1]
    assert gone(guarded(page, verdict(0, -0.8), verdict(1, -4.0))) == [0, 1]
    assert guarded(page, verdict(0, -0.8), verdict(1, -4.0)).reasons == ()
    assert guarded(html_page(PROSE), verdict(0, 4.0)).reasons == ()


@pytest.mark.parametrize(
    ("markup", "back"),
    [
        ("<p>Hello out there</p>", True),
        ("<p>Hello <a href=/x>out there</a></p>", False),
        ("<nav>Hello out there</nav>", False),
        ("<p>Hello there</p>" * 20, True),
        ("<p>Hello there</p>" * 20 + "<p>Hello</p>", False),
        ("<p hidden>Hello out there</p>", False),
    ],
)
def test_a_page_of_a_few_words_without_links_is_not_empty(markup: str, *, back: bool) -> None:
    """A notice is all it says; a menu and a button are not."""
    page = page_of(markup)
    decisions = [Decision(b.index, ((0, len(b.text)),), -2.0, ()) for b in page.blocks]
    result = guard(page, decisions)
    assert (not result.decisions[0].cut) is back
    named = [one._replace(verdicts=(verdict(0, -3.0, category=Category.CONSENT),)) for one in decisions]
    assert guard(page, named).decisions[0].cut


def test_what_is_flagged_names_the_strongest_word_against_it() -> None:
    """Not one for it; and nothing where no rule spoke."""
    page = text_page(PROSE, OTHER, THIRD)
    said = verdict(1, -3.0, category=Category.SPAM), verdict(1, -0.4, "BBB001"), verdict(1, 0.2, "CCC001")
    result = guarded(page, *said)
    (flag,) = [one for one in result.flagged if one.block == 1]
    assert (flag.rule, flag.category, flag.evidence, flag.kept) == ("AAA001", Category.SPAM, "evidence of AAA001", True)
    assert flag.score == pytest.approx(2 - 3 - 0.4 + 0.2)
    said = verdict(1, -3.0, "ZZZ001"), verdict(1, -0.4, "BBB001")
    assert [one.rule for one in guarded(page, *said).flagged if one.block == 1] == ["ZZZ001"]
    page = html_page(PROSE)
    (flag,) = guarded(page).flagged
    assert (flag.rule, flag.category, flag.evidence) == ("", Category.BOILERPLATE, "")
    (flag,) = guarded(page, verdict(0, 0.1)).flagged
    assert flag.rule == ""
