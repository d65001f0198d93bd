"""One decision a block: the capped sums of its rule families, weighed.

    final allow  >  final strip  >  bias + sum over families of coefficient x capped sum, against the threshold

With the learned block model its log-odds are one more term, all coefficients are fitted together
(model/blocks/data/weights.toml), and the threshold is the page's own: the one with the best expected word F1.

Families are capped because their rules see the same thing (a navigation bar has link density, a class hint
and no prose: three words for one fact). All figures are log-odds that the block is main content.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from importlib import resources
from tomllib import loads
from typing import Any

import numpy as np

from cleaner.page.body import is_sentence
from cleaner.page.kind import page_kinds
from cleaner.page.page import Page, Tally
from cleaner.settings import Extractor, Profile
from cleaner.threshold import Flags, Floats, best_f1, even_odds
from cleaner.types import Category, Decision, Document, Mode, PageKind, Verdict, Written

# A page's blocks start undecided; a text was extracted once already, most of it is what somebody wanted.
BIAS: Mapping[Mode, float] = {Mode.HTML: -0.3, Mode.TEXT: 2.0}
FAMILY_CAP = 4.0
# Pages of a lower confidence than this are shown to trafilatura too. On six sets of pages left out of the fit, with
# its word weighed .4: mean F1 +.003 at .8 (a fifteenth of the pages), the same at .88 (a tenth).
EXTRACTOR_BELOW_F1 = 0.8
# Elsewhere it is the weaker voice: harvest's forums .842 without it, .834 with it, .689 alone; WCXB's collections .574,
# listings .583, products .637, services .765 alone, each .05 to .15 under the model cross-validated.
EXTRACTOR_ON = PageKind.ARTICLE
EXTRACTOR = "TRF"  # trafilatura's group
# Rules and trafilatura decide alone where what they keep agrees at least so well (word F1) and the model agrees with
# neither of them by as much as the second figure.
AGREED_F1, APART_F1 = 0.6, 0.8
# They may not take more of the model's sentences than is left here. Of eight pages where the vote would fall (folds and
# sources left out) the four that kept less had lost .49 to .76 of F1 by it, but for one that had gained .36.
SENTENCES_STAY = 2 / 3
# They decide also where next to all of these sentences stay and so much else goes that the two choices agree less than
# this: lines of tables and links. Of 44 pages asked with their source left out two gain (.80 and .41 of F1); of 38 of
# WCXB and 83 of the six sets, asked by folds, none changes.
ALL_SENTENCES, PADDED_F1 = 0.95, 0.65
# Fewer blocks than these, of which such a share of the words is linked, are a menu: the model, fitted on fragments of
# articles too, kept one.
MENU_BLOCKS, MENU_LINKED = 10, 0.9
MODEL = "MDL"  # the block model's family: its log-odds are calibrated, so they are not capped
# Added to every sum: a conservative user keeps in doubt, a strict one cuts in doubt.
LEAN: Mapping[Profile, float] = {Profile.CONSERVATIVE: 1.0, Profile.BALANCED: 0.0, Profile.STRICT: -0.7}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each family's capped sum counts; families not named count `rest` times.

    With `by_page` the threshold is each page's own, else 0. `expected` and `reached` are the points of the line that
    turns the F1 the model expects into the F1 that pages of sources it has not seen reached.
    """

    bias: Mapping[Mode, float] = field(default_factory=lambda: BIAS)
    family: Mapping[str, float] = field(default_factory=dict)
    cap: float = FAMILY_CAP
    rest: float = 1.0
    by_page: bool = False
    expected: tuple[float, ...] = ()
    reached: tuple[float, ...] = ()

    def confidence(self, expected: float) -> float:
        """The calibrated F1 of a page of which the model expects this."""
        return float(np.interp(expected, self.expected, self.reached)) if self.expected else expected

    def scores(self, sums: Mapping[str, Sequence[float]], count: int, mode: Mode) -> Floats:
        """The weighed sum of each of `count` blocks, from each family's own sums."""
        total = np.full(count, self.bias[mode])
        families = sorted(sums)
        if not families:
            return total
        # All columns at once: a call of numpy costs more than what it does to one page's column.
        columns = np.array([sums[family] for family in families], dtype=np.float64)
        capped = columns.clip(-self.cap, self.cap)
        if MODEL in sums:
            capped[families.index(MODEL)] = columns[families.index(MODEL)]
        capped *= np.array([[self.family.get(family, self.rest)] for family in families])
        for column in capped:
            total += column
        return total


@lru_cache(maxsize=1)
def with_model() -> Weights:
    """The table that was fitted together with the block model."""
    raw = loads(resources.files("cleaner.model.blocks").joinpath("data/weights.toml").read_text("utf-8"))
    return Weights(
        bias={Mode.HTML: raw["bias"], Mode.TEXT: BIAS[Mode.TEXT]},
        family=raw["family"],
        rest=raw["rest"],
        by_page=True,
        expected=tuple(raw["expected"]),
        reached=tuple(raw["reached"]),
    )


def weights_for(page: Page) -> Weights:
    """The table for a page: the fitted one where the block model speaks."""
    off = tuple(page.settings.disabled_rules)
    speaks = page.mode is Mode.HTML and page.settings.model and not (off and f"{MODEL}001".startswith(off))
    return with_model() if speaks else Weights()


def needs_extractor(page: Page) -> bool:
    """Whether a costly voter should be asked after the LOCAL stage."""
    if page.settings.extractor is Extractor.AUTO:
        unsure = page.confidence is None or page.confidence < EXTRACTOR_BELOW_F1
        return unsure and page_kinds(page).get(EXTRACTOR_ON, 1.0) >= 0.5
    return page.settings.extractor is Extractor.ALWAYS


# A named tuple's own way to be made takes twice as long.
_decision: Callable[[tuple[Any, ...]], Decision] = partial(tuple.__new__, Decision)
_tally: Callable[[tuple[Any, ...]], Tally] = partial(tuple.__new__, Tally)


class Tallies:
    """Counts a page's verdicts as its rules speak, stage by stage. One object a page."""

    def __init__(self, page: Page, weights: Weights) -> None:
        self._weights = weights
        self._disabled = page.settings.switched_off
        self._size = len(page.blocks)
        self._verdicts: list[list[Verdict]] = [[] for _ in page.blocks]
        self._decoded = page.decoded
        self._sums: dict[str, array[float]] = {}  # by family, one a block, span verdicts left out
        self._finals: dict[int, float] = {}  # by block: the highest weight of its final verdicts

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Count these verdicts. Those of disabled categories that would cut are left out.

        The model's own verdicts name no kind of thing and stay, whatever is disabled.
        """
        disabled, sums = self._disabled, self._sums
        for verdict in verdicts:
            block, _, category, weight, _, span, final, family = verdict
            if block is None or (disabled and weight < 0 and category in disabled):
                continue
            if span is None:
                if family not in sums:
                    sums[family] = array("d", bytes(8 * self._size))
                sums[family][block] += weight
            elif block in self._decoded and not isinstance(span, Written):
                # Rules see the decoded text.
                verdict = verdict._replace(span=self._decoded[block].span(*span))  # noqa: PLW2901
            self._verdicts[block].append(verdict)
            if final:
                self._finals[block] = max(weight, self._finals.get(block, weight))

    def apply_to(self, page: Page) -> Page:
        """The page with every block's verdicts and score so far, and with the F1 expected of deciding by them now."""
        scores, expected = self._scores(page, self._weights, self._sums)
        scores = scores + LEAN[page.settings.profile]
        confidence = self._weights.confidence(expected) if self._weights.by_page else page.confidence
        kept = (scores > 0).tolist()
        for block, weight in self._finals.items():
            kept[block] = weight > 0  # a final verdict outweighs the score
        tallies = tuple(map(_tally, zip(scores.tolist(), map(tuple, self._verdicts), kept, strict=True)))
        return replace(page, tallies=tallies, confidence=confidence)

    def vote(self, page: Page) -> None:
        """Let rules and trafilatura decide from now on where they agree against the model.

        Nothing changes where one of the three has not spoken.
        """
        if self._weights.by_page and EXTRACTOR in self._sums:
            silent = {family: sums for family, sums in self._sums.items() if family not in {MODEL, EXTRACTOR}}
            by_model = self._scores(page, self._weights, self._sums)[0] > 0
            by_rules = self._scores(page, Weights(), silent)[0] > 0
            by_extractor = np.array(self._sums[EXTRACTOR]) > 0
            voted = self._scores(page, Weights(), self._sums)[0] > 0
            outvoted = is_outvoted(words_of(page), by_model, by_rules, by_extractor)
            if (outvoted and sentences_stay(page, by_model, voted)) or is_padded(page, by_model, voted):
                self._weights = Weights()

    def _scores(self, page: Page, weights: Weights, sums: Mapping[str, Sequence[float]]) -> tuple[Floats, float]:
        """Each block's score against the page's threshold, and the F1 expected of the choice; 0 without a model.

        A menu has no body, however likely the model finds one of its lines.
        """
        scores = weights.scores(sums, self._size, page.mode)
        if not weights.by_page:
            return scores, 0.0
        if _links_alone(page):
            return scores - scores.max(initial=0.0), 0.0
        expected = best_f1(scores, words_of(page))
        return scores - even_odds(expected), expected


def words_of(page: Page) -> Floats:
    """The words of each block."""
    return np.array([m.words for m in page.measures], dtype=np.float64)


def _links_alone(page: Page) -> bool:
    """Whether a page of few blocks holds no sentence and next to nothing but links: a menu."""
    if len(page.blocks) >= MENU_BLOCKS or any(m.ends_sentence for m in page.measures):
        return False
    return sum(m.words * m.link_density for m in page.measures) >= MENU_LINKED * sum(m.words for m in page.measures)


def sentences_stay(page: Page, before: Flags, after: Flags) -> bool:
    """Whether of the words in sentences that one choice keeps the other keeps at least SENTENCES_STAY."""
    kept, left = _sentence_words(page, before, after)
    return left >= SENTENCES_STAY * kept


def is_padded(page: Page, before: Flags, after: Flags) -> bool:
    """Whether one choice keeps a body's sentences and so much beside them that the other, which has them, differs."""
    kept, left = _sentence_words(page, before, after)
    return kept > 0 and left >= ALL_SENTENCES * kept and agreement(words_of(page), before, after) < PADDED_F1


def _sentence_words(page: Page, before: Flags, after: Flags) -> tuple[float, float]:
    """The words in sentences that one choice keeps, and those of them that the other keeps."""
    words = np.array([m.words if is_sentence(m) else 0 for m in page.measures], dtype=np.float64)
    return float(words[before].sum()), float(words[before & after].sum())


def is_outvoted(words: Floats, model: Flags, rules: Flags, extractor: Flags) -> bool:
    """Whether two voices agree on what to keep and the model with neither; `words` are those of each block."""
    if agreement(words, rules, extractor) < AGREED_F1:
        return False
    return max(agreement(words, model, rules), agreement(words, model, extractor)) < APART_F1


def agreement(words: Floats, one: Flags, other: Flags) -> float:
    """The word F1 of what one keeps against what the other keeps; 0 where neither keeps anything."""
    both = float(words[one & other].sum())
    return 2 * both / max(1.0, float(words[one].sum() + words[other].sum()))


def decide(document: Document, tallies: Sequence[Tally]) -> tuple[Decision, ...]:
    """The decisions, one a block in block order."""
    decisions = []
    for block, one in zip(document.blocks, tallies, strict=True):
        size = len(block.text)
        cut: tuple[tuple[int, int], ...] = ()
        if not one.kept:
            cut = ((0, size),)
        elif one.verdicts:
            spans = [v.span for v in one.verdicts if v.span is not None and v.weight < 0]
            if spans:
                cut = merge_spans(spans, size)
        decisions.append(_decision((block.index, cut, round(one.score, 3), one.verdicts)))
    return tuple(decisions)


def takes_away(tally: Tally) -> bool:
    """Whether a block, or a part of it, would go by its tally."""
    return not tally.kept or any(v.span is not None and v.weight < 0 for v in tally.verdicts)


def is_cut(decision: Decision, size: int) -> bool:
    """Whether the whole block goes."""
    return decision.cut == ((0, size),)


def merge_spans(spans: Sequence[tuple[int, int]], size: int) -> tuple[tuple[int, int], ...]:
    """Spans within [0, size) in order, those that touch made one, empty ones left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(size, b)) for a, b in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def category_of(decision: Decision) -> Category:
    """What the cut text is, from its strongest verdict."""
    because = decision.because
    return because.category if because else Category.BOILERPLATE
