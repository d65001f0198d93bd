"""One cleaned input as its page shows it: from a report of the cleaning processes to rows, counts and a text. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cleaner.app.ui.groups import BY_HAND, GROUPS, OTHER, Group, group_of
from cleaner.measure import word_count

MAX_SHIFT = 8.0  # log-odds the threshold may be moved by, either way
KEPT, GONE, PART = "kept", "gone", "part"


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
    def filtered(self) -> bool:
        """Whether some blocks are left out."""
        return self.show != "all" or bool(self.category or self.rule) or self.below is not None


@dataclass(frozen=True, slots=True)
class Segment:
    """Some characters of a block, kept or gone."""

    text: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One block as it is shown. `hand` is the judgement somebody gave ("keep", "remove") or nothing.

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


def look_at(blocks: Sequence[Mapping[str, Any]], judgements: Mapping[int, Any], choice: Choice, part: int) -> Look:
    """The look of these blocks of a report; `judgements` by block, at most `part` rows are shown."""
    rows = [_row(block, judgements.get(block["index"]), choice.shift) for block in blocks]
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


def changes(blocks: Sequence[Mapping[str, Any]], judgements: Mapping[int, Any], shift: float) -> tuple[list[int], ...]:
    """Blocks to keep whole and blocks to take out so that a rendering is what the look shows."""
    keep: list[int] = []
    remove: list[int] = []
    for block in blocks:
        row = _row(block, judgements.get(block["index"]), shift)
        before = _state(block)
        if row.state != before:
            (keep if row.state == KEPT else remove).append(row.index)
    return keep, remove


def _state(block: Mapping[str, Any]) -> str:
    pieces = block["pieces"]
    if not pieces:
        return KEPT
    return GONE if pieces[0]["start"] == 0 and pieces[0]["end"] == len(block["text"]) else PART


def _row(block: Mapping[str, Any], judgement: Any, shift: float) -> Row:
    state, text = _state(block), block["text"]
    spans = [(piece["start"], piece["end"]) for piece in block["pieces"]]
    because = block["pieces"][0] if block["pieces"] else block["because"] or {}
    hand = judgement.judgement.value if judgement else ""
    if hand:
        state, spans = (KEPT, []) if hand == "keep" else (GONE, [(0, len(text))])
    elif shift and not block["fixed"]:
        state, spans, because = _shift_threshold(block, state, spans, because, shift)
    whole = state == GONE
    gone_words = block["words"] if whole else sum(word_count(text[a:b]) for a, b in spans)
    by_hand = hand == "remove" and _state(block) != GONE
    category = "by hand" if by_hand else because.get("category", "")
    return Row(
        index=block["index"],
        kind=block["kind"],
        level=block["level"],
        state=state,
        segments=_segments(text, spans),
        words=block["words"],
        words_gone=gone_words,
        group=None if state == KEPT else BY_HAND if by_hand else group_of(category),
        category=category,
        rule="" if by_hand else because.get("rule", ""),
        evidence="you took it out" if by_hand else because.get("evidence", "") or f"score {block['score']:+.1f}",
        score=block["score"],
        fixed=block["fixed"],
        nearly=block["kept_because"] if state == KEPT else "",
        hidden=block["hidden"],
        hand=hand,
        hand_id=judgement.id if judgement else "",
        verdicts=block["verdicts"],
    )


def _shift_threshold(
    block: Mapping[str, Any], state: str, spans: list[tuple[int, int]], because: Any, shift: float
) -> tuple[str, list[tuple[int, int]], Any]:
    """State, spans and reason with the threshold moved."""
    kept = block["score"] + shift > 0
    if kept and state == GONE:
        return KEPT, [], because
    if not kept and state != GONE:
        against = next((one for one in block["verdicts"] if one["weight"] < 0), {"category": "boilerplate"})
        return GONE, [(0, len(block["text"]))], against
    return state, spans, because


def _segments(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    found, at = [], 0
    for start, end in spans:
        if start > at:
            found.append(Segment(text[at:start], gone=False))
        found.append(Segment(text[start:end], gone=True))
        at = end
    if at < len(text) or not found:
        found.append(Segment(text[at:], gone=False))
    return tuple(found)


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
