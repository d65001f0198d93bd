"""Learning from pairs: what two editors cut alike is proposed, what one of them kept is disputed."""

from __future__ import annotations

from cleaner.learn import Pair, learn, pack
from cleaner.rules.packs import Shape, parse_pack

BODY = (
    "The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind "
    "it came to hear what would become of the place.\n"
    "The mayor said that the plans would be shown in the library until the end of the month, and that nobody would "
    "have to move before the spring."
)
OTHER = (
    "A ferry with sixty passengers ran aground off the northern mole in thick fog, and the lifeboat brought everybody "
    "ashore before the tide had turned.\n"
    "The captain told the harbour master that the light on the mole had been dark since the storm of the week before."
)


def pair(name: str, body: str, *residue: str, kept: str = "") -> Pair:
    """A text with residue behind it, and the body alone."""
    clean = body + (f"\n{kept}" if kept else "")
    return Pair(name, "\n".join([clean, *residue]), clean)


def test_a_line_cut_in_two_pairs_is_proposed_whole() -> None:
    """Support counts pairs; figures in the line are free."""
    found = learn([pair("a", BODY, "Gull fund 12 of 90"), pair("b", OTHER, "Gull fund 7 of 90")])
    assert [("gull fund # of #", Shape.WHOLE, 2, 0)] == [
        (one.pattern, one.shape, one.support, one.conflicts) for one in found.proposals
    ]


def test_a_line_cut_once_is_not_proposed() -> None:
    """One editor's whim is counted and left."""
    found = learn([pair("a", BODY, "Gull fund of the quay"), pair("b", OTHER)])
    assert ((), 1) == (found.proposals, found.once)


def test_what_another_clean_text_holds_is_disputed() -> None:
    """A pattern that was kept elsewhere is told as a conflict, with the line it was kept as."""
    line = "Gull fund of the quay"
    found = learn([pair("a", BODY, line), pair("b", OTHER, line), pair("c", BODY + " Yes.", kept=line)])
    assert ((), [(2, 1, (line,))]) == (found.proposals, [(d.support, d.conflicts, d.kept) for d in found.disputed])


def test_an_opening_shared_by_different_lines_is_proposed_once() -> None:
    """Lines that differ behind their first words teach the words."""
    ends = ("Ropes of the western quay", "Lamps along the northern mole", "Nets in the sheds by the slip")
    found = learn([pair(str(n), body, f"Quaywatch tonight {end}") for n, (body, end) in enumerate(
        zip((BODY, OTHER, BODY), ends, strict=True))])  # fmt: skip
    assert [("quaywatch tonight", Shape.STARTS, 3)] == [(o.pattern, o.shape, o.support) for o in found.proposals]


def test_a_copy_that_went_does_not_speak_against_the_line() -> None:
    """A body saved twice and cleaned to one teaches no phrase."""
    found = learn([Pair("a", f"{BODY}\n{BODY}", BODY), Pair("b", f"{OTHER}\n{OTHER}", OTHER)])
    assert ((), ()) == (found.proposals, found.disputed)


def test_what_the_cleaner_cuts_by_itself_is_known() -> None:
    """Only what is new is worth a person's time."""
    line = "Subscribe to our newsletter"
    found = learn([pair("a", BODY, line), pair("b", OTHER, line)])
    assert ((), 2) == (found.proposals, found.known)


def test_the_written_pack_loads_and_is_unreviewed() -> None:
    """The file is a pack as it stands: a person reads it and drops it in."""
    found = learn([pair("a", BODY, 'Gull "fund" 12'), pair("b", OTHER, 'Gull "fund" 7')])
    loaded = parse_pack(pack(found, added="2026-11-22", language="en").encode(), "learned.toml")
    assert [(("gull fund #",), True)] == [(one.patterns, one.unreviewed) for one in loaded.phrases]


def test_disputes_stand_in_the_pack_as_comments() -> None:
    """A person sees them, the loader does not."""
    line = "Gull fund of the quay"
    found = learn([pair("a", BODY, line), pair("b", OTHER, line), pair("c", BODY + " Yes.", kept=line)])
    written = pack(found, added="2026-11-22")
    assert '# disputed: "gull fund of the quay" (whole-line) went in 2 pairs, stayed in 1' in written
    assert () == parse_pack(written.encode(), "learned.toml").phrases
