"""Which removals from a page's body want a second witness, and lack it.

The block model has one annotator's taste and speaks about every block. Inside of the element that holds the page's
sentences its word alone takes no sentence, code or table row that it is not sure of and no entry out of a list that
stays. A second witness is any rule, or trafilatura where it was asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleaner.decide import is_cut
from cleaner.page.body import Body, body_of, is_sentence
from cleaner.page.page import Page
from cleaner.removals import COPIES
from cleaner.types import Category, Decision, Kind
from cleaner.types.members import ITEM

MODEL = "MDL"
WITNESS = -0.5  # a weaker verdict is no witness
# Log-odds under which the model's word is enough: of prose with text that stays on both sides, of other text.
SURE_OF_PROSE, SURE = -1.5, -0.5
LIST_SHARE = 1 / 3  # of a list's words that stay, from which on the whole list does
ALIKE = 0.5  # share of the words of the longer of two copies that both have; a pull quote has fewer


def blocks_with_one_witness(page: Page, decisions: Sequence[Decision]) -> dict[int, str]:
    """The blocks of a page whose removal lacks a second witness, with what each of them is."""
    gone = [d.block for d in decisions if is_cut(d, len(page.blocks[d.block].text))]
    body = body_of(page)
    if body is None:
        return {}
    found = {}
    stay = [i for i in range(body.first, body.end) if not decisions[i].cut and is_sentence(page.measures[i])]
    for index in gone:
        if body.first <= index < body.end and not page.blocks[index].hidden:
            between = bool(stay) and stay[0] < index < stay[-1]
            why = _text_of_its_own(page, decisions[index], between=between)
            if why:
                found[index] = why
    return found | _entries(page, decisions, body, frozenset(gone))


def _witnesses(decision: Decision) -> list[tuple[str, Category]]:
    """The groups, and what they named, of the verdicts against a block, the model's aside."""
    return [
        (v.group, v.category) for v in decision.verdicts if v.weight <= WITNESS and v.span is None and v.group != MODEL
    ]


def _odds(decision: Decision) -> float:
    return next((v.weight for v in decision.verdicts if v.group == MODEL), 0.0)


def _text_of_its_own(page: Page, decision: Decision, *, between: bool) -> str:
    """What kind of text a removed block of the body is, where nothing but the model speaks against it."""
    block, against = page.blocks[decision.block], _witnesses(decision)
    certain = any(v.final and v.weight < 0 for v in decision.verdicts)
    only_copies = against and {category for _, category in against} <= COPIES
    if only_copies and not certain and _stands_beside(page, decision.block):
        return "a copy beside its first state is the author's"
    if against:
        return ""
    if block.kind is Kind.PRE:
        return "code in the body goes only on two independent signals"
    sure = _odds(decision) <= (SURE_OF_PROSE if between and page.measures[decision.block].prose else SURE)
    if not sure and (block.kind is Kind.CELL or is_sentence(page.measures[decision.block])):
        return "text in the body goes only on two independent signals"
    return ""


def _stands_beside(page: Page, index: int) -> bool:
    """Whether a sentence stood before in the same element."""
    block, m = page.blocks[index], page.measures[index]
    if not is_sentence(m) or len(block.path) < 2:
        return False
    parent = block.path[-2].order
    words = set(m.tokens)
    return any(
        len(page.blocks[i].path) > 1
        and page.blocks[i].path[-2].order == parent
        and len(words & (other := set(page.measures[i].tokens))) >= ALIKE * max(len(words), len(other))
        for i in range(index)
    )


def _entries(page: Page, decisions: Sequence[Decision], body: Body, gone: frozenset[int]) -> dict[int, str]:
    """The removed entries of lists in the body of which a third or more stays."""
    lists: defaultdict[int, list[int]] = defaultdict(list)
    for index in range(body.first, body.end):
        block = page.blocks[index]
        if block.kind is ITEM and block.group is not None:
            lists[block.group].append(index)
    found = {}
    for members in lists.values():
        words = sum(page.measures[i].words for i in members)
        kept = sum(page.measures[i].words for i in members if i not in gone)
        if 0 < kept < words and kept >= LIST_SHARE * words:
            for index in members:
                if index in gone and {group for group, _ in _witnesses(decisions[index])} <= {"LNK"}:
                    found[index] = "a list stays whole"
    return found
