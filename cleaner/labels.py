"""What a page seems to be instead of an article: hedged, with evidence, never a reason to discard its text.

Each label adds up independent signals (noisy-or of their strengths, Pearl 1988) and is given from 0.5 on, which no
single phrase reaches. The strengths were set by eye on the development pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from tomllib import loads

from cleaner.measure import fold, word_count
from cleaner.metadata.facts import Facts
from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.rules.inside_lines import cut_marks
from cleaner.types import Category, Decision, Kind, Label, Labelled
from cleaner.types.members import HEADING

LEAST = 0.5
SHORT_BODY = 250  # words; a paywalled page shows a paragraph or two
LONG_BODY = 4_000  # characters; most texts of so many have twice as many words as a short one
TINY_BODY = 120  # words; walls and error pages have little else
FEW_WORDS = 400  # words on the whole page
INDEX_LINK_SHARE = 0.55  # of the page's words inside links
INDEX_BLOCKS = 15  # that are mostly links
INDEX_PROSE = 2  # paragraphs of prose an index may have

Signal = tuple[float, str]  # strength 0..1, evidence


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the signals look at, computed once."""

    page: Page
    facts: Facts
    body: str
    body_words: int
    words: int  # of the whole page
    titles: tuple[str, ...]  # folded: the document's title and the first headings
    decisions: Sequence[Decision]
    prose: int  # blocks of prose
    prose_words: int


def label(page: Page, decisions: Sequence[Decision], body: str, facts: Facts = Facts()) -> tuple[Labelled, ...]:  # noqa: B008 - frozen
    """The labels of a page, strongest first; mostly none. `body` is the clean text, `facts` what its head states."""
    seen = _look(page, decisions, body, facts)
    given = []
    for name, signals in _SIGNALS.items():
        found = list(signals(seen))
        doubt = 1.0
        for strength, _ in found:
            doubt *= 1 - strength
        if len(found) > 1 and 1 - doubt >= LEAST:
            given.append(Labelled(name, round(1 - doubt, 2), "; ".join(evidence for _, evidence in found)))
    return tuple(sorted(given, key=lambda one: -one.strength))


def _look(page: Page, decisions: Sequence[Decision], body: str, facts: Facts) -> _Seen:
    headings = [block.text for block in page.blocks[:60] if block.kind is HEADING][:2]
    titles = tuple(fold(text) for text in (facts.title, page.title or page.metadata.title or "", *headings) if text)
    prose = [m.words for m in page.measures if m.prose]
    return _Seen(
        page=page,
        facts=facts,
        body=body,
        body_words=_count_words(body, whole=bool(facts.words)),
        words=sum(m.words for m in page.measures),
        titles=titles,
        decisions=decisions,
        prose=len(prose),
        prose_words=sum(prose),
    )


def _count_words(body: str, *, whole: bool) -> int:
    """The words of a body, or of the beginning of a long one: no signal asks by how much it is no short one."""
    begun = 0 if whole else word_count(body[:LONG_BODY])
    return begun if begun >= 2 * SHORT_BODY else word_count(body)


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    raw = loads(resources.files("cleaner").joinpath("labels.toml").read_text("utf-8"))
    return {name: {kind: tuple(map(fold, phrases)) for kind, phrases in lists.items()} for name, lists in raw.items()}


def _phrases_found(seen: _Seen, name: Label, most: int = 3) -> list[str]:
    """Phrases of a label in the page's blocks, at most `most`; blocks longer than a notice are not searched."""
    held = joined_text(seen.page)
    wanted = held.present(_phrases()[name.value]["texts"])
    said: list[str] = []
    for index in held.lines_with(wanted):
        block, m = seen.page.blocks[index], seen.page.measures[index]
        if m.words <= 80 and block.kind is not Kind.PRE:
            said += [phrase for phrase in wanted if phrase in m.folded and phrase not in said]
            if len(said) >= most:
                break
    return said[:most]


def _title_phrase(seen: _Seen, name: Label) -> str:
    """The phrase of a label that one of the titles is, or begins or ends with, or nothing."""
    for title in seen.titles:
        for phrase in _phrases()[name.value].get("titles", ()):
            if phrase in title and len(title) <= 3 * len(phrase) + 30:
                return phrase
    return ""


def _paywall(seen: _Seen) -> Iterator[Signal]:
    locked = seen.facts.free is False
    if locked:
        yield 0.4, "the page states isAccessibleForFree: false"
    stated = seen.facts.words
    missing = stated >= SHORT_BODY and seen.body_words < stated // 2
    if missing:
        yield 0.4, f"{seen.body_words} words got of {stated} stated"
    # The page's own words only: verdicts of category paywall also stand on "sign in" in a menu.
    said = _phrases_found(seen, Label.PAYWALL) if seen.body_words < 2 * SHORT_BODY else []
    asked = bool(said)
    if asked:
        yield 0.35, f"says '{said[0]}'"
    if not (locked or missing or asked):
        return
    if any("paywall" in token or "regwall" in token for block in seen.page.blocks for token in block.hints):
        yield 0.25, "an element named after a paywall"
    if 0 < seen.body_words < SHORT_BODY and (locked or asked):
        yield 0.25, f"a body of {seen.body_words} words < {SHORT_BODY}"


def _consent(seen: _Seen) -> Iterator[Signal]:
    if seen.body_words >= TINY_BODY or seen.prose_words >= 2 * TINY_BODY:
        return
    said = _phrases_found(seen, Label.CONSENT)
    if len(said) >= 2:
        yield 0.45, f"says '{said[0]}' and '{said[1]}'"
        yield 0.2, f"a body of {seen.body_words} words < {TINY_BODY}"
    if said and _is_found(seen.decisions, Category.CONSENT):
        yield 0.15, "a notice about cookies or consent"
    if phrase := _title_phrase(seen, Label.CONSENT):
        yield 0.35, f"a title with '{phrase}'"


def _is_found(decisions: Sequence[Decision], category: Category) -> bool:
    """Whether some evidence against a block names this category."""
    return any(v.category is category and v.weight < 0 for d in decisions for v in d.verdicts)


def _bot_wall(seen: _Seen) -> Iterator[Signal]:
    if seen.words > FEW_WORDS:
        return
    if phrase := _title_phrase(seen, Label.BOT_WALL):
        yield 0.5, f"a title with '{phrase}'"
    said = _phrases_found(seen, Label.BOT_WALL)
    if said:
        yield min(0.6, 0.3 * len(said)), "says " + ", ".join(f"'{phrase}'" for phrase in said)
    if seen.body_words < TINY_BODY:
        yield 0.2, f"a body of {seen.body_words} words < {TINY_BODY}"


def _index_page(seen: _Seen) -> Iterator[Signal]:
    if seen.facts.single:
        return
    linked = [(m.words, m.link_density) for _, m in seen.page if m.words]
    share = sum(words * density for words, density in linked) / max(1, seen.words)
    mostly = sum(density > 0.5 for _, density in linked)
    if share >= INDEX_LINK_SHARE and mostly >= INDEX_BLOCKS:
        yield 0.35, f"{share:.2f} of the words are links > {INDEX_LINK_SHARE}"
    if mostly >= INDEX_BLOCKS and seen.prose <= INDEX_PROSE:
        yield 0.3, f"{mostly} blocks of links and {seen.prose} of prose"
    if seen.facts.listing and seen.prose <= INDEX_PROSE:
        yield 0.3, "the page states a collection or a list"


def _soft_404(seen: _Seen) -> Iterator[Signal]:
    if seen.body_words > SHORT_BODY or seen.prose_words > SHORT_BODY:
        return
    if phrase := _title_phrase(seen, Label.SOFT_404):
        yield 0.5, f"a title with '{phrase}'"
    said = _phrases_found(seen, Label.SOFT_404, 1)
    if said:
        yield 0.3, f"says '{said[0]}'"
    if seen.body_words < TINY_BODY:
        yield 0.15, f"a body of {seen.body_words} words < {TINY_BODY}"


def _truncated(seen: _Seen) -> Iterator[Signal]:
    for index, (start, end) in cut_marks(seen.page).items():
        text = seen.page.blocks[index].text
        yield 0.6, f"a feed's mark that more follows: '{text[start:end].strip()}'"
        if index == len(seen.page.blocks) - 1:
            yield 0.3, "nothing stands behind it"


_SIGNALS = {
    Label.PAYWALL: _paywall,
    Label.CONSENT: _consent,
    Label.BOT_WALL: _bot_wall,
    Label.INDEX_PAGE: _index_page,
    Label.SOFT_404: _soft_404,
    Label.TRUNCATED: _truncated,
}
