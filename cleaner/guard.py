"""The guard against over-removal, the worst failure of a cleaner.

    1. Text mode: a prose block goes only on two independent families of evidence, or on one behind everything that
       stays, or as an exact repeat.
    2. Text mode: of two copies one stays. Where one rule that judges by place or neighbours takes more than
       `RULE_SHARE` of the sentences, with no other family beside it, they come back; where any rule takes so many,
       the first of them is flagged as gone.
    3. When more than `SHARE_LIMIT` of the words would go (exact repeats aside), the least certain removals
       come back until it holds.
    4. Text mode: where next to nothing goes, a line from the middle goes on no weak word alone (text_guard.py).
    5. Pages: what stands in the body goes on the model's word alone only where the model is sure (page_guard.py).
    6. When nothing is left though the input held prose, the prose comes back and the result is degraded; in a page
       without a paragraph of prose, the sentences that were nearly kept; on a page of a few words, these.

What comes back is flagged with the evidence that spoke against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from cleaner.decide import category_of, is_cut
from cleaner.measure import PROSE_LINK_DENSITY, Measures
from cleaner.page.page import Page, line_fact
from cleaner.page_guard import COPIES, blocks_with_one_witness
from cleaner.sentences import COUNTED_WORDS, count_sentences
from cleaner.text_guard import lone_cuts
from cleaner.types import Block, Category, Decision, Document, Flagged, Mode
from cleaner.types.lazy import LazySequence

# Of 789 scraped texts cut at the body's own container 1.9 % hold more than 60 % residue, of the same texts cut three
# containers wider 3.9 %. Where the decision would take more than that it was right: a limit of 0.6 cost those texts
# 0.0005 and 0.0021 of F1 in the mean and spared none, so it only stands against taking nearly all.
SHARE_LIMIT = {Mode.TEXT: 0.8, Mode.HTML: 1.0}
# A verdict this weak is no second witness.
WITNESS = 0.5
# Behind everything that stays, place is one of the two signals: there the line model's and a thread of comments' word
# is enough where it alone outweighs what a text's blocks start with, any other family's where it is a sure one.
BY_PLACE, SURE_AGAINST, SURER = ("LIN", "CMT"), -2.0, -2.6
# Share of a text's sentences that may go on one rule's word and stay unsaid.
RULE_SHARE = 0.3
# Rules whose evidence is where a block stands; the others saw something in the block itself.
BY_NEIGHBOURS = ("REL", "CTX", "TOC", "LIN")
# Of the three-word runs of a copy, those that must stand in what stays; shorter lines may go twice, as captions do.
COPY_SHARE, COPY_RUNS = 0.6, 6
# A page that is one sentence long is not empty: of 1,497 pages none with an empty body had such a sentence.
SENTENCE_WORDS, NEARLY = 8, -1.0
# A page this short that links nowhere is not furniture alone: a test page, a notice, one line that somebody left.
TINY_WORDS = 40
_NO_TEXT = frozenset("noscript form button nav footer".split())


@dataclass(frozen=True, slots=True)
class Guarded:
    """Decisions after the guard, what it flagged, and why the result is degraded (empty: it is not)."""

    decisions: tuple[Decision, ...]
    flagged: Sequence[Flagged]
    reasons: tuple[str, ...] = ()


def guard(page: Page, decisions: Sequence[Decision]) -> Guarded:
    """Restore what may not go, and flag it."""
    kept_because: dict[int, str] = {}
    now = list(decisions)
    if page.mode is Mode.TEXT:
        _hold_lone_witness(page, now, kept_because)
        _hold_copies(page, now, kept_because)
        _hold_rule_share(page, now, kept_because)
    for index, why in (lone_cuts if page.mode is Mode.TEXT else blocks_with_one_witness)(page, now).items():
        _restore(now, index)
        kept_because[index] = why
    _hold_share(page, now, kept_because)
    reasons = _hold_prose(page, now, kept_because)
    large = _large_shares(page, now) if page.mode is Mode.TEXT else []
    # Most readers of a result want its body alone and do not wait for the evidence to be put into words.
    flags = LazySequence(partial(_flags, page.document, decisions, tuple(now), kept_because, large))
    return Guarded(tuple(now), flags, reasons)


def _flags(
    document: Document,
    before: Sequence[Decision],
    now: Sequence[Decision],
    kept_because: dict[int, str],
    large: list[Flagged],
) -> tuple[Flagged, ...]:
    """What the guard restored, what single rules took much of, and what was nearly removed."""
    restored = [_flag(document, before[index], why) for index, why in sorted(kept_because.items())]
    return (*restored, *large, *_nearly_removed(document, now, kept_because))


def _hold_lone_witness(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> None:
    """Prose that one family speaks against stays, unless it is sure and nothing that stays follows.

    The line model doubts the last paragraphs of long texts, and with each that goes the one before is the last. On its
    word prose goes only where a line that goes parts it from the text: a name, a label, a heading of something else.
    Place is a second signal. To let the line model's word be enough there gave the widely cut residue texts 0.002 of
    F1, threads of comments 0.001, the other families 0.0001 in the tightly cut ones.
    """
    behind = True
    parted = _parted_prose(page, decisions)
    for decision in reversed(decisions):
        if not page.measures[decision.block].prose:
            continue
        by_place = behind and _by_place(decision, parted=decision.block in parted)
        if _is_cut_whole(page, decision) and _one_witness(page, decision) and not by_place:
            _restore(decisions, decision.block)
            kept_because[decision.block] = "prose goes only on two independent signals"
        behind = behind and _is_cut_whole(page, decisions[decision.block])


def _parted_prose(page: Page, decisions: Sequence[Decision]) -> frozenset[int]:
    """The prose that would go below a line that would go, too, with no prose between them that stays."""
    found: set[int] = set()
    line_goes = False
    for decision in decisions:
        goes = _is_cut_whole(page, decision)
        if not page.measures[decision.block].prose:
            line_goes = line_goes or goes
        elif goes and line_goes:
            found.add(decision.block)
        else:
            line_goes = False
    return frozenset(found)


def _by_place(decision: Decision, *, parted: bool) -> bool:
    return any(
        v.weight <= (SURE_AGAINST if v.rule.startswith(BY_PLACE) else SURER)
        and v.span is None
        and (parted or not v.rule.startswith("LIN"))
        for v in decision.verdicts
    )


def _is_cut_whole(page: Page, decision: Decision) -> bool:
    return bool(decision.cut) and is_cut(decision, len(page.document.blocks[decision.block].text))


def _one_witness(page: Page, decision: Decision) -> bool:
    """Whether a prose block would go on the word of one family."""
    if not page.measures[decision.block].prose:
        return False
    against = [v for v in decision.verdicts if v.weight <= -WITNESS and v.span is None]
    if any(v.category in COPIES for v in against):
        return False
    return len({v.group for v in against}) < 2


def _hold_copies(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> None:
    """A copy goes only if what it repeats stays: two rules may each take one of a pair for the other's copy."""
    gone = [d for d in decisions if d.cut and _is_cut_whole(page, d) and _is_copy(d)]
    if not gone:
        return
    kept = [page.measures[d.block].tokens for d in decisions if not _is_cut_whole(page, d)]
    stays = {run for tokens in kept for run in _runs(tokens)}
    for decision in sorted(gone, key=lambda d: (-page.measures[d.block].words, d.block)):
        runs = _runs(page.measures[decision.block].tokens)
        if len(runs) >= COPY_RUNS and sum(run in stays for run in runs) < COPY_SHARE * len(runs):
            _restore(decisions, decision.block)
            kept_because[decision.block] = "what it repeats would go, too"
            stays.update(runs)


def _is_copy(decision: Decision) -> bool:
    """Whether a block goes as a copy, and for nothing else that would be enough."""
    if not any(v.category is Category.REPEAT for v in decision.verdicts):
        return False
    others = (v for v in decision.verdicts if v.category is not Category.REPEAT and v.span is None)
    return category_of(decision) is Category.REPEAT and sum(v.weight for v in others) > SURE_AGAINST


def _runs(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(tokens, tokens[1:], tokens[2:], strict=False))


def _hold_rule_share(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> None:
    """Sentences come back that a single rule of place or neighbourhood took more of than `RULE_SHARE`."""
    by_rule: dict[str, list[Decision]] = {}
    behind = True
    for decision in reversed(decisions):
        whole = _is_cut_whole(page, decision)
        because = decision.because if whole else None
        behind = behind and (whole or not page.measures[decision.block].ends_sentence)
        # The line model's word is worth more behind everything that stays: see `_hold_lone_witness`.
        by_place = behind and because is not None and because.rule.startswith(BY_PLACE)
        if because and whole and because.rule.startswith(BY_NEIGHBOURS) and not by_place and _has_one_family(decision):
            by_rule.setdefault(because.rule, []).append(decision)
    if not any(page.measures[d.block].ends_sentence for gone in by_rule.values() for d in gone):
        return
    if not _may_be_large(page, decisions, by_rule.values()):
        return
    counts = _sentences(page, decisions)
    total = sum(counts.values())
    for rule, gone in sorted(by_rule.items()):
        share = sum(counts.get(d.block, 0) for d in gone) / max(1, total)
        if share > RULE_SHARE:
            for decision in gone:
                if counts.get(decision.block):
                    _restore(decisions, decision.block)
                    kept_because[decision.block] = f"{share:.0%} of the sentences would go on {rule} alone"


def _has_one_family(decision: Decision) -> bool:
    """Whether no second family speaks against a block; what its neighbours say of it is no family of its own."""
    against = {v.group for v in decision.verdicts if v.weight <= -WITNESS and v.span is None}
    return len(against - {"CTX"}) < 2


def _sentences(page: Page, decisions: Sequence[Decision]) -> dict[int, int]:
    """How many sentences each block holds, blocks that go as copies left out."""
    return {d.block: count for d in decisions if not _goes_as_copy(page, d) and (count := _count(page, d.block))}


def _goes_as_copy(page: Page, decision: Decision) -> bool:
    if not (decision.cut and _is_cut_whole(page, decision)):
        return False
    # Its strongest verdict is looked for only where one of them speaks of a copy.
    return any(v.category in COPIES for v in decision.verdicts) and category_of(decision) in COPIES


@line_fact
def _count(_: Page, block: Block, __: Measures) -> int:
    """How many sentences a block holds."""
    return count_sentences(block.text)


def _may_be_large(page: Page, decisions: Sequence[Decision], taken: Iterable[Sequence[Decision]]) -> bool:
    """Whether some of the blocks that go together may hold more than `RULE_SHARE` of a text's sentences.

    Only theirs are counted, and only where their words may be enough for so many: every other block that ends a
    sentence holds one at least.
    """
    counted = (page.measures[d.block] for d in decisions if not _goes_as_copy(page, d))
    least = RULE_SHARE * sum(m.ends_sentence and m.words >= COUNTED_WORDS for m in counted)
    for gone in taken:
        places = [d.block for d in gone if not _goes_as_copy(page, d)]
        # A counted sentence has three words; where two characters make one, half a word may be rounded up.
        if sum(page.measures[at].words for at in places) > 2 * least and sum(_count(page, at) for at in places) > least:
            return True
    return False


def _large_shares(page: Page, decisions: Sequence[Decision]) -> list[Flagged]:
    """For each rule that took more than `RULE_SHARE` of a text's sentences, the first block it took."""
    gone = [d for d in decisions if d.cut and _is_cut_whole(page, d)]
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
        _flag(
            page.document,
            first[rule],
            f"it went, with {large[rule] - 1} more of {total} sentences, on {rule}",
            kept=False,
        )
        for rule in sorted(large)
    ]


def _restore(decisions: list[Decision], index: int) -> None:
    decisions[index] = decisions[index]._replace(cut=())


def _hold_share(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> None:
    if SHARE_LIMIT[page.mode] >= 1:
        return
    total = sum(m.words for m in page.measures)
    gone = [d for d in decisions if d.cut and _is_cut_whole(page, d) and not _goes_as_copy(page, d)]
    limit = SHARE_LIMIT[page.mode] * total
    lost = sum(page.measures[d.block].words for d in gone)
    for decision in sorted(gone, key=lambda d: (-d.score, d.block)):
        if lost <= limit:
            return
        lost -= page.measures[decision.block].words
        _restore(decisions, decision.block)
        kept_because[decision.block] = f"more than {SHARE_LIMIT[page.mode]:.0%} of the words would go"


def _hold_prose(page: Page, decisions: list[Decision], kept_because: dict[int, str]) -> tuple[str, ...]:
    if any(not _is_cut_whole(page, d) for d in decisions):
        return ()
    seen = [(b.index, m) for b, m in page if not b.hidden]
    prose = [index for index, m in seen if m.prose]
    prose = prose or [index for index, m in seen if _sentence(m) and decisions[index].score > NEARLY]
    prose = prose or _tiny_page(page, decisions)
    for index in prose:
        _restore(decisions, index)
        kept_because[index] = "nothing else would be left"
    return ("everything looked like boilerplate; its prose was kept",) if prose else ()


def _tiny_page(page: Page, decisions: Sequence[Decision]) -> list[int]:
    """The blocks of a page of a few words without any link, where nothing says what kind of furniture they are."""
    if page.mode is not Mode.HTML or sum(m.words for m in page.measures) > TINY_WORDS:
        return []
    if any(block.link_chars for block in page.blocks):
        return []
    return [
        block.index
        for block in page.blocks
        if not block.hidden
        and category_of(decisions[block.index]) is Category.BOILERPLATE
        and not any(element.tag in _NO_TEXT for element in block.path)
    ]


def _sentence(m: Measures) -> bool:
    """Whether a short block is a sentence somebody wrote."""
    return m.words >= SENTENCE_WORDS and m.ends_sentence and m.link_density <= PROSE_LINK_DENSITY


def _flag(document: Document, decision: Decision, why: str, *, kept: bool = True) -> Flagged:
    strongest = min((v for v in decision.verdicts if v.weight < 0), key=lambda v: v.weight, default=None)
    return Flagged(
        block=decision.block,
        text=document.blocks[decision.block].text,
        category=strongest.category if strongest else Category.BOILERPLATE,
        rule=strongest.rule if strongest else "",
        score=decision.score,
        evidence=strongest.evidence if strongest else "",
        kept_because=why,
        kept=kept,
    )


SUSPICION = -1.0  # a verdict this strong against a kept block is worth telling


def _nearly_removed(document: Document, decisions: Sequence[Decision], known: dict[int, str]) -> list[Flagged]:
    """Kept blocks with strong evidence against them: what was nearly removed."""
    found = []
    for decision in decisions:
        if decision.block in known or decision.cut:
            continue
        if any(v.weight <= SUSPICION and v.span is None for v in decision.verdicts):
            because = decision.because
            why = f"{because.rule} {because.evidence}" if because else f"score {decision.score:+.1f}"
            found.append(_flag(document, decision, why))
    return found
