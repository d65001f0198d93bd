"""How much of a text's sentences a single rule takes: what comes back of it, and what is flagged.

A rule that judges by place or neighbours knows nothing of a block itself, and one wrong place takes a whole text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner.flags import flag_block
from cleaner.measure import Measures
from cleaner.page.page import Page, line_fact
from cleaner.removals import goes_as_copy, is_cut_whole
from cleaner.sentences import COUNTED_WORDS, count_sentences
from cleaner.types import Block, Decision, Flagged

# Share of a text's sentences that may go on one rule's word and stay unsaid.
RULE_SHARE = 0.3
# Rules whose evidence is where a block stands; the others saw something in the block itself.
BY_NEIGHBOURS = ("REL", "CTX", "TOC", "LIN")
# Families whose word is worth more behind everything that stays: the line model's, and a thread of comments'.
BY_PLACE = ("LIN", "CMT")
# A verdict this weak is no second witness.
WITNESS = 0.5


def blocks_over_share(page: Page, decisions: Sequence[Decision]) -> dict[int, str]:
    """The blocks that shall come back, each with why: a rule of place or neighbourhood alone took too much."""
    by_rule: dict[str, list[Decision]] = {}
    behind = True
    for decision in reversed(decisions):
        whole = is_cut_whole(page, decision)
        because = decision.because if whole else None
        behind = behind and (whole or not page.measures[decision.block].ends_sentence)
        by_place = behind and because is not None and because.rule.startswith(BY_PLACE)
        if because and whole and because.rule.startswith(BY_NEIGHBOURS) and not by_place and _has_one_family(decision):
            by_rule.setdefault(because.rule, []).append(decision)
    if not any(page.measures[d.block].ends_sentence for gone in by_rule.values() for d in gone):
        return {}
    if not _may_be_large(page, decisions, by_rule.values()):
        return {}
    found: dict[int, str] = {}
    counts = _sentences(page, decisions)
    total = sum(counts.values())
    for rule, gone in sorted(by_rule.items()):
        share = sum(counts.get(d.block, 0) for d in gone) / max(1, total)
        if share > RULE_SHARE:
            why = f"{share:.0%} of the sentences would go on {rule} alone"
            found |= {d.block: why for d in gone if counts.get(d.block)}
    return found


def large_shares(page: Page, decisions: Sequence[Decision]) -> list[Flagged]:
    """For each rule that took more than `RULE_SHARE` of a text's sentences, the first block, flagged as gone."""
    gone = [d for d in decisions if d.cut and is_cut_whole(page, d)]
    if not any(page.measures[d.block].ends_sentence for d in gone):
        return []
    by_rule: dict[str, list[Decision]] = {}
    for decision in gone:
        because = decision.because
        if because:
            by_rule.setdefault(because.rule, []).append(decision)
    if not _may_be_large(page, decisions, by_rule.values()):
        return []
    counts = _sentences(page, decisions)
    total = sum(counts.values())
    taken = {rule: sum(counts.get(d.block, 0) for d in some) for rule, some in by_rule.items()}
    large = {rule: count for rule, count in taken.items() if count > RULE_SHARE * total}
    first = {rule: by_rule[rule][0] for rule in large}
    return [
        flag_block(
            page.document,
            first[rule],
            f"it went, with {large[rule] - 1} more of {total} sentences, on {rule}",
            kept=False,
        )
        for rule in sorted(large)
    ]


def _may_be_large(page: Page, decisions: Sequence[Decision], taken: Iterable[Sequence[Decision]]) -> bool:
    """Whether some of the blocks that go together may hold more than `RULE_SHARE` of a text's sentences.

    Only theirs are counted, and only where their words may be enough for so many: every other block that ends a
    sentence holds one at least.
    """
    counted = (page.measures[d.block] for d in decisions if not goes_as_copy(page, d))
    least = RULE_SHARE * sum(m.ends_sentence and m.words >= COUNTED_WORDS for m in counted)
    for gone in taken:
        places = [d.block for d in gone if not goes_as_copy(page, d)]
        # A counted sentence has three words; where two characters make one, half a word may be rounded up.
        if sum(page.measures[at].words for at in places) > 2 * least and sum(_count(page, at) for at in places) > least:
            return True
    return False


def _sentences(page: Page, decisions: Sequence[Decision]) -> dict[int, int]:
    """How many sentences each block holds, blocks that go as copies left out."""
    return {d.block: count for d in decisions if not goes_as_copy(page, d) and (count := _count(page, d.block))}


@line_fact
def _count(_: Page, block: Block, __: Measures) -> int:
    """How many sentences a block holds."""
    return count_sentences(block.text)


def _has_one_family(decision: Decision) -> bool:
    """Whether no second family speaks against a block; what its neighbours say of it is no family of its own."""
    against = {v.group for v in decision.verdicts if v.weight <= -WITNESS and v.span is None}
    return len(against - {"CTX"}) < 2
