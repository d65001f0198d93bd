"""One cleaned input as its page shows it: from a report of the cleaning processes to rows, counts and a text. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from cleaner.app.ui.groups import BY_HAND, GROUPS, OTHER, Group, group_of
from cleaner.ledger.feedback import Feedback, Judgement, Span, cut_by_hand
from cleaner.measure import word_count

MAX_SHIFT = 8.0  # log-odds the threshold may be moved by, either way
KEPT, GONE, PART = "kept", "gone", "part"
Cut = tuple[Span, ...]  # what goes of a block, in order
Judgements = Mapping[int, Sequence[Feedback]]  # by block, the oldest first


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a document is shown. `shift` moves the threshold: above 0 more is kept (log-odds)."""

    profile: str = "balanced"
    shift: float = 0.0
    view: str = "inline"
    show: str = "all"  # all, gone, kept, nearly, hand
    category: str = ""
    rule: str = ""
    below: float | None = None  # only blocks of a lower score
    first: int = 0  # the first block of the part that is shown
    block: int | None = None  # whose evidence is open

    @property
    def has_filter(self) -> bool:
        """Whether some blocks are left out."""
        return self.show != "all" or bool(self.category or self.rule) or self.below is not None


@dataclass(frozen=True, slots=True)
class Segment:
    """Some characters of a block from `start` to `end`, kept or gone.

    `rule` and `evidence` are of what took them, or had taken them before somebody put them back; `hand_id` is the
    judgement that somebody gave on a part of the block with these in it.
    """

    text: str
    start: int
    end: int
    gone: bool
    rule: str = ""
    evidence: str = ""
    hand_id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One block as it is shown.

    `hand` is the judgement somebody gave on all of it ("keep", "remove"; `hand_id` names it), "part" where there are
    only judgements on parts, or nothing.

    `fixed` says that the threshold does not move it: a final verdict or the guard decided.
    """

    index: int
    kind: str
    level: int
    state: str
    segments: tuple[Segment, ...]
    words: int
    words_gone: int
    group: Group | None
    category: str
    rule: str
    evidence: str
    score: float
    fixed: bool
    nearly: str
    hidden: str
    hand: str
    hand_id: str
    verdicts: Sequence[Mapping[str, Any]]

    @property
    def text(self) -> str:
        """All characters of the block."""
        return "".join(one.text for one in self.segments)

    @property
    def kept_text(self) -> str:
        """The characters that stay."""
        return "".join(one.text for one in self.segments if not one.gone).strip()


@dataclass(frozen=True, slots=True)
class Share:
    """How many pieces and words went in one group or category."""

    name: str
    group: Group
    pieces: int
    words: int


@dataclass(frozen=True, slots=True)
class Look:
    """A document's rows and what they add up to."""

    rows: list[Row]
    words: int
    words_kept: int
    groups: list[Share]
    categories: list[Share]
    rules: list[tuple[str, int]]
    shown: list[Row] = field(default_factory=list)
    matching: int = 0
    following: int | None = None  # the first block behind those shown
    selected: Row | None = None

    @property
    def removed_share(self) -> float:
        """Words that went, 0..1."""
        return 1 - self.words_kept / self.words if self.words else 0.0

    @property
    def opening(self) -> str:
        """The first text that stays."""
        return next((row.kept_text for row in self.rows if row.state != GONE), "")

    @property
    def gone(self) -> int:
        """Blocks that went whole."""
        return sum(row.state == GONE for row in self.rows)

    @property
    def nearly(self) -> int:
        """Blocks that looked like boilerplate and stayed."""
        return sum(bool(row.nearly) for row in self.rows)

    @property
    def by_hand(self) -> int:
        """Blocks that somebody judged."""
        return sum(bool(row.hand) for row in self.rows)

    @property
    def pieces(self) -> int:
        """Blocks of which something went."""
        return sum(row.state != KEPT for row in self.rows)


def look_at(blocks: Sequence[Mapping[str, Any]], judgements: Judgements, choice: Choice, part: int) -> Look:
    """The look of these blocks of a report, at most `part` rows of them shown."""
    rows = [_row(block, judgements.get(block["index"], ()), choice.shift) for block in blocks]
    matching = [row for row in rows if _matches(row, choice)]
    shown = [row for row in matching if row.index >= choice.first][:part]
    behind = [row.index for row in matching if shown and row.index > shown[-1].index]
    groups: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    of_group: dict[str, Group] = {one.name: one for one in (*GROUPS, OTHER, BY_HAND)}
    for row in rows:
        if row.state != KEPT and row.group:
            groups[row.group.name] += row.words_gone
            categories[row.category] += row.words_gone
            pieces[row.group.name] += 1
            pieces["category " + row.category] += 1
    words = sum(row.words for row in rows)
    gone = sum(row.words_gone for row in rows)
    rules = Counter(row.rule for row in rows if row.state != KEPT and row.rule)
    return Look(
        rows=rows,
        words=words,
        words_kept=words - gone,
        groups=[Share(name, group, pieces[name], groups[name]) for name, group in of_group.items() if pieces[name]],
        categories=[
            Share(name, BY_HAND if name == "by hand" else group_of(name), pieces["category " + name], count)
            for name, count in sorted(categories.items(), key=lambda one: (-pieces["category " + one[0]], one[0]))
        ],
        rules=sorted(rules.items(), key=lambda one: (-one[1], one[0])),
        shown=shown,
        matching=len(matching),
        following=behind[0] if behind else None,
        selected=next((row for row in rows if row.index == choice.block), None),
    )


def cuts(blocks: Sequence[Mapping[str, Any]], judgements: Judgements, shift: float) -> dict[int, Cut]:
    """What goes of the blocks of which the look shows something else than the rules decided."""
    found = {}
    for block in blocks:
        cut = _cut(block, judgements.get(block["index"], ()), shift)[0]
        if cut != _cut_by_rules(block):
            found[block["index"]] = cut
    return found


def _cut_by_rules(block: Mapping[str, Any]) -> Cut:
    return tuple((piece["start"], piece["end"]) for piece in block["pieces"])


def _cut(block: Mapping[str, Any], judged: Sequence[Feedback], shift: float) -> tuple[Cut, Mapping[str, Any]]:
    """What goes of a block with the threshold moved and with the judgements on it, and why."""
    size, cut = len(block["text"]), _cut_by_rules(block)
    because = block["pieces"][0] if block["pieces"] else block["because"] or {}
    kept = block["score"] + shift > 0
    if shift and not block["fixed"] and kept and _state(cut, size) == GONE:
        cut = ()
    elif shift and not block["fixed"] and not kept and _state(cut, size) != GONE:
        cut = ((0, size),)
        because = next((one for one in block["verdicts"] if one["weight"] < 0), {"category": "boilerplate"})
    if not judged:
        return cut, because
    return cut_by_hand(cut, size, judged), because


def _state(cut: Cut, size: int) -> str:
    if not cut:
        return KEPT
    return GONE if cut == ((0, size),) else PART


def _row(block: Mapping[str, Any], judged: Sequence[Feedback], shift: float) -> Row:
    text = block["text"]
    cut, because = _cut(block, judged, shift)
    state = _state(cut, len(text))
    whole = next((one for one in judged if one.span is None), None)
    if judged and state != KEPT and _by_hand(block, cut, state, judged):
        because = {"category": "by hand", "evidence": "you took it out"}
    category = because.get("category", "")
    return Row(
        index=block["index"],
        kind=block["kind"],
        level=block["level"],
        state=state,
        segments=_segments(block, cut, judged),
        words=block["words"],
        words_gone=block["words"] if state == GONE else sum(word_count(text[a:b]) for a, b in cut),
        group=None if state == KEPT else BY_HAND if category == "by hand" else group_of(category),
        category=category,
        rule=because.get("rule", ""),
        evidence=because.get("evidence", "") or f"score {block['score']:+.1f}",
        score=block["score"],
        fixed=block["fixed"],
        nearly=block["kept_because"] if state == KEPT else "",
        hidden=block["hidden"],
        hand=whole.judgement.value if whole else "part" if judged else "",
        hand_id=whole.id if whole else "",
        verdicts=block["verdicts"],
    )


def _by_hand(block: Mapping[str, Any], cut: Cut, state: str, judged: Sequence[Feedback]) -> bool:
    """Whether nothing of what goes of a block goes by the rules, or less than the whole block that went by hand."""
    if all(one.judgement is Judgement.KEEP for one in judged):
        return False
    by_rules = _cut_by_rules(block)
    if state == GONE:
        return by_rules != cut
    return not any(a < end and start < b for a, b in cut for start, end in by_rules)


def _segments(block: Mapping[str, Any], cut: Cut, judged: Sequence[Feedback]) -> tuple[Segment, ...]:
    """The block's characters, divided where something goes, went or was judged."""
    text, pieces, parts = block["text"], block["pieces"], [one for one in judged if one.span]
    spans = [*cut, *((one["start"], one["end"]) for one in pieces), *(one.span for one in parts if one.span)]
    found: list[Segment] = []
    for start, end in pairwise(sorted({0, len(text), *(place for span in spans for place in span)})):
        gone = any(a <= start and end <= b for a, b in cut)
        hand = next((one.id for one in reversed(parts) if one.span and one.span[0] <= start and end <= one.span[1]), "")
        rule = evidence = ""
        for piece in pieces:
            if (gone or hand) and piece["start"] <= start and end <= piece["end"]:
                rule, evidence = piece["rule"], piece["evidence"]
        found.append(Segment(text[start:end], start, end, gone, rule, evidence, hand))
    return tuple(found) or (Segment(text, 0, 0, gone=False),)


def _matches(row: Row, choice: Choice) -> bool:
    if choice.show == "gone" and row.state == KEPT:
        return False
    if choice.show == "kept" and row.state == GONE:
        return False
    if choice.show == "nearly" and not row.nearly:
        return False
    if choice.show == "hand" and not row.hand:
        return False
    if choice.category and (row.state == KEPT or row.category != choice.category):
        return False
    if choice.rule and all(one["rule"] != choice.rule for one in row.verdicts):
        return False
    return choice.below is None or row.score < choice.below
