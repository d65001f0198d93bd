"""Learning from pairs: what somebody took out of texts by hand, as a phrase pack that a person reviews.

`learn` compares dirty texts with their clean versions. Lines that went in several pairs become whole lines of
a pack, openings that many of them share become openings; whatever stands in a clean text as well is a conflict
and is told, not proposed. What the cleaner removes by itself is left out. Pure: pairs in, values out.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.measure import fold, word_count
from cleaner.page.shape import line_key
from cleaner.pipeline import clean_text
from cleaner.rules.packs import Shape
from cleaner.segment.text import segment
from cleaner.settings import Settings
from cleaner.types import Category

LONGEST = 60  # words: a longer line is prose, and prose is not learned as a phrase
STOCK = 25  # words: a longer line that repeats is about the site, not a stock phrase
OPENING = (2, 4)  # words of an opening, at least and at most
EXAMPLES = 3
WEIGHT = -5.0  # of a proposal: its half, which counts until somebody has reviewed it, cuts a text's line by itself


@dataclass(frozen=True, slots=True)
class Pair:
    """One text before and after somebody cleaned it."""

    name: str
    dirty: str
    clean: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pattern that went. `support` counts pairs it was cut from, `conflicts` pairs it was kept in."""

    pattern: str  # folded, "#" for figures
    shape: Shape
    category: Category
    support: int
    conflicts: int
    examples: tuple[str, ...]
    kept: tuple[str, ...] = ()  # lines it was kept in


@dataclass(frozen=True, slots=True)
class Learned:
    """What the pairs taught. Proposals by falling support; `disputed` have conflicts; counts are lines."""

    proposals: tuple[Proposed, ...]
    disputed: tuple[Proposed, ...]
    pairs: int
    cut: int
    known: int  # lines that the cleaner cuts by itself
    once: int  # lines cut in too few pairs to tell


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What happened to each line (by its key): pairs it was cut from and kept in, and how it was written."""

    cut: dict[str, set[str]]
    kept: dict[str, set[str]]
    cut_as: dict[str, list[str]]
    kept_as: dict[str, str]

    def proposal(self, pattern: str, shape: Shape, went: Iterable[str], stayed: Iterable[str]) -> Proposed:
        """The proposal that covers these keys of lines that went, and would cover these that stayed."""
        gone, held = sorted(went), sorted(stayed)
        support: set[str] = set().union(*(self.cut[key] for key in gone))
        conflicts: set[str] = set().union(*(self.kept[key] for key in held))
        examples = sorted((text for key in gone for text in self.cut_as[key]), key=len)
        category = Category.SITE_LINE if word_count(pattern) > STOCK else Category.BOILERPLATE
        kept = tuple(self.kept_as[key] for key in held)
        return Proposed(
            pattern, shape, category, len(support), len(conflicts), tuple(examples[:EXAMPLES]), kept[:EXAMPLES]
        )


def learn(pairs: Iterable[Pair], *, least: int = 2, settings: Settings | None = None) -> Learned:
    """The proposals of all pairs; `least` is how many pairs must agree."""
    seen = _Seen(defaultdict(set), defaultdict(set), defaultdict(list), {})
    count = cut = known = 0
    for pair in pairs:
        count += 1
        gone, stayed = _compare_pair(pair)
        by_itself = _cut_already(pair, settings or Settings())
        for line in stayed:
            seen.kept[line.key].add(pair.name)
            seen.kept_as.setdefault(line.key, line.text)
        new = [line for line in gone if line.key not in by_itself]
        cut, known = cut + len(gone), known + len(gone) - len(new)
        for line in new:
            seen.cut[line.key].add(pair.name)
            if line.text not in seen.cut_as[line.key]:
                seen.cut_as[line.key].append(line.text)
    lone = {key for key, names in seen.cut.items() if len(names) < least}
    whole = [
        seen.proposal(key, Shape.WHOLE, [key], [key] if key in seen.kept else []) for key in seen.cut if key not in lone
    ]
    openings = list(_openings(seen, lone, max(least, 3)))
    quote = {key for one in openings for key in lone if key.startswith(one.pattern + " ")}
    found = sorted([*whole, *openings], key=lambda one: (-one.support, one.pattern))
    return Learned(
        proposals=tuple(one for one in found if not one.conflicts),
        disputed=tuple(one for one in found if one.conflicts),
        pairs=count,
        cut=cut,
        known=known,
        once=len(lone) - len(quote),
    )


def _lines(text: str) -> list[_Line]:
    document, _ = segment(text)
    lines = [_Line(block.text, line_key(fold(block.text))) for block in document.blocks]
    return [line for line in lines if line.key]


def _compare_pair(pair: Pair) -> tuple[list[_Line], list[_Line]]:
    """The lines of the dirty text that went and those that stayed; a line inside a longer clean one stayed."""
    clean = _lines(pair.clean)
    left = Counter(line.key for line in clean)
    whole = " " + " ".join(line.key for line in clean) + " "
    gone: list[_Line] = []
    stayed: list[_Line] = []
    for line in _lines(pair.dirty):
        if left[line.key]:
            left[line.key] -= 1
            stayed.append(line)
        elif word_count(line.text) > STOCK and f" {line.key} " in whole:
            stayed.append(line)
        else:
            gone.append(line)
    # A copy that went while another stayed teaches that copies go, not that the line does.
    staying = {line.key for line in stayed}
    return [line for line in gone if line.key not in staying and word_count(line.text) <= LONGEST], stayed


def _cut_already(pair: Pair, settings: Settings) -> frozenset[str]:
    result = clean_text(pair.dirty, url=pair.url, settings=settings)
    return frozenset(line_key(fold(one.text)) for one in result.removed)


def _openings(seen: _Seen, lone: set[str], least: int) -> Iterator[Proposed]:
    """Openings that different lines share, the most shared first; a line tells for one opening only."""
    under: dict[str, set[str]] = defaultdict(set)
    for key in lone:
        words, folded = key.split(), fold(seen.cut_as[key][0])
        for size in range(OPENING[0], min(OPENING[1], len(words) - 1) + 1):
            opening = " ".join(words[:size])
            # An opening is looked for as it is written: one with a figure or an apostrophe inside is not found.
            if folded.startswith(opening):
                under[opening].add(key)
    taken: set[str] = set()
    for opening in sorted(under, key=lambda one: (-len(under[one]), -len(one), one)):
        keys = under[opening] - taken
        support: set[str] = set().union(*(seen.cut[key] for key in keys))
        if len(keys) >= least and len(support) >= least:
            taken |= keys
            alike = [key for key in seen.kept if key == opening or key.startswith(opening + " ")]
            yield seen.proposal(opening, Shape.STARTS, keys, alike)


def pack(learned: Learned, *, added: str, language: str = "und", name: str = "learned") -> str:
    """A pack in TOML, every entry unreviewed; `added` is an ISO date. Disputed patterns stand as comments."""
    head = [
        f"# Proposed by `cleaner learn` from {learned.pairs} pairs: {learned.cut} lines cut by hand, "
        f"{learned.known} of them cut by the cleaner already, {learned.once} seen too rarely.",
        "# Read every entry, give it a category of its own, take `unreviewed` out, pass the folder as --packs.",
        f"language = {json.dumps(language)}",
        "unreviewed = true",
    ]
    entries = [_entry(one, f"{name}-{number}", added) for number, one in enumerate(learned.proposals, 1)]
    pieces = [*entries, *(_disputed_comment(one) for one in learned.disputed)]
    return "\n".join(head) + "\n" + "".join("\n" + piece for piece in pieces)


def _disputed_comment(one: Proposed) -> str:
    kept = f", as {json.dumps(one.kept[0], ensure_ascii=False)}" if one.kept else ""
    pattern = json.dumps(one.pattern, ensure_ascii=False)
    return f"# disputed: {pattern} ({one.shape.value}) went in {one.support} pairs, stayed in {one.conflicts}{kept}\n"


def _entry(one: Proposed, identity: str, added: str) -> str:
    def quote(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    words = max(word_count(text) for text in one.examples)
    rows = {
        "id": quote(identity),
        "category": quote(one.category.value),
        "patterns": quote([one.pattern]),
        "shape": quote(one.shape.value),
        "weight": str(WEIGHT),
        "max_words": str(words + (10 if one.shape is Shape.STARTS else 0)),
        "reason": quote(f"cut by hand in {one.support} pairs, kept in none"),
        "added": added,
        "fires": quote(list(one.examples)),
        "silent": quote([_SILENT]),
    }
    return "[[phrase]]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items())


_SILENT = "A sentence of the article that shares no word of it."
