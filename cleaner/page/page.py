"""What a rule sees: the document with its measures and the caller's hints; tallies in the CONTEXT stage."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from itertools import chain, compress
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from cleaner.measure import Measures, Reading, measure
from cleaner.page.language import function_words, guess_language
from cleaner.page.readings import read_all
from cleaner.segment.decoded import DecodedBlock, decode_block, is_plain_text
from cleaner.settings import Settings
from cleaner.types import Block, Document, Kind, Metadata, Mode, Verdict

K = TypeVar("K")
T = TypeVar("T")
Derive = Callable[["Page"], T]
# What was found about single lines: by what was asked, then by line. The pages made of one text share it.
LineFacts = dict[Any, Any]


class Tally(NamedTuple):
    """The verdicts on one block so far and what they come to.

    `score` is their weighed and capped sum less the threshold of its mode, with the profile's lean; a block is `kept`
    from above 0 on, or where a final verdict says so.
    """

    score: float
    verdicts: tuple[Verdict, ...]
    kept: bool  # whether the block would stay if decided now


@dataclass(frozen=True, slots=True)
class Page:
    """One input as rules see it. `measures[i]` belongs to `blocks[i]`; `tallies` is empty in the LOCAL stage only.

    `source` is the decoded input: the markup in HTML mode, for the costly voters only.
    """

    document: Document
    blocks: tuple[Block, ...]  # the document's as a reader would see them: what disguises a line of a text is decoded
    mode: Mode
    measures: tuple[Measures, ...]
    language: str  # ISO 639-1, "" where unknown
    title: str | None = None
    url: str | None = None
    source: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    settings: Settings = field(default_factory=Settings)
    tallies: tuple[Tally, ...] = ()
    confidence: float | None = None  # the word F1 expected of deciding by these tallies; None where no model speaks
    decoded: Mapping[int, DecodedBlock] = field(default_factory=dict)  # the blocks that markup or mojibake disguises
    known: dict[Derive[Any], Any] = field(default_factory=dict, compare=False, repr=False)  # what `derived` found
    line_facts: LineFacts = field(default_factory=dict, compare=False, repr=False)

    @property
    def host(self) -> str:
        """The URL's host without `www.`, or nothing."""
        try:
            return (urlsplit(self.url or "").hostname or "").removeprefix("www.")
        except ValueError:
            return ""

    def __iter__(self) -> Iterator[tuple[Block, Measures]]:
        return iter(zip(self.blocks, self.measures, strict=True))


def derived(compute: Derive[T]) -> Derive[T]:
    """`compute`, run at most once a page: for facts of its blocks and hints, never of its tallies."""

    @wraps(compute)
    def once(page: Page) -> T:
        known = page.known
        if compute in known:
            found: T = known[compute]
        else:
            found = known[compute] = compute(page)
        return found

    return once


def by_line(compute: Callable[[Page, Block, Measures], T]) -> Derive[tuple[T, ...]]:
    """`compute` of each line, run once for lines of equal text and kind.

    It reads nothing else of a block, and of the page only the language and what the caller told. A text's body is
    judged again, and most of its lines are the ones that were judged before.
    """

    @derived
    def of_lines(page: Page) -> tuple[T, ...]:
        if page.mode is Mode.HTML:  # judged once, and few of its blocks are alike
            return tuple([compute(page, block, m) for block, m in page])
        numbers = line_numbers(page)
        known = _known_lines(page, compute)
        lacking = known.lacking
        if lacking and not lacking.isdisjoint(numbers):
            if len(lacking) == len(known.found) == len(lines := _first_lines(page)):
                known.found[:] = [compute(page, block, m) for block, m in lines]
                lacking.clear()
            for at, number in enumerate(numbers) if lacking else ():
                if number in lacking:
                    known.found[number] = compute(page, page.blocks[at], page.measures[at])
                    lacking.discard(number)
        found: tuple[T, ...] = _look_up_lines(page)(known.found)
        return found

    return of_lines


def lines_where(holds: Callable[[Page, Block, Measures], bool]) -> Derive[tuple[int, ...]]:
    """The lines of which something holds, by index: as `by_line`."""
    of_lines = by_line(holds)

    @derived
    def found(page: Page) -> tuple[int, ...]:
        return tuple(compress(range(len(page.blocks)), of_lines(page)))

    return found


def line_fact(compute: Callable[[Page, Block, Measures], T]) -> Callable[[Page, int], T]:
    """As `by_line`, for what is asked of few lines: a function of a page and the index of a block."""

    def of_line(page: Page, index: int) -> T:
        number = line_numbers(page)[index]
        known = _known_lines(page, compute)
        if number in known.lacking:
            known.found[number] = compute(page, page.blocks[index], page.measures[index])
            known.lacking.discard(number)
        found: T = known.found[number]
        return found

    return of_line


@dataclass(slots=True)
class _KnownLines:
    """What was computed of the lines of all pages made of one text, by number, and the numbers of all others."""

    found: list[Any] = field(default_factory=list)
    lacking: set[int] = field(default_factory=set)


def _known_lines(page: Page, compute: Callable[[Page, Block, Measures], Any]) -> _KnownLines:
    """What is known of the lines that were numbered so far."""
    known: _KnownLines | None = page.line_facts.get((compute, page.language))
    if known is None:
        known = page.line_facts[compute, page.language] = _KnownLines()
    count = len(page.line_facts[line_numbers])
    if count > len(known.found):
        known.lacking.update(range(len(known.found), count))
        known.found += [None] * (count - len(known.found))
    return known


def unknown_places(known: Mapping[K, Any], keys: Sequence[K]) -> Iterable[int]:
    """A place of each key of which nothing is known."""
    # A body that is judged again holds lines that were judged before and, mostly, no other.
    if all(map(known.__contains__, keys)):
        return ()
    return {key: at for at, key in enumerate(keys) if key not in known}.values()


def _look_up(known: dict[K, T], keys: Sequence[K], compute: Callable[[int], T]) -> list[T]:
    """What is known of each key; what is not is computed, given the key's place, and known from then on."""
    try:
        # A body that is judged again holds lines that were judged before and, mostly, no other.
        return list(map(known.__getitem__, keys))
    except KeyError:
        for at in unknown_places(known, keys):
            known[keys[at]] = compute(at)
    return list(map(known.__getitem__, keys))


@derived
def line_numbers(page: Page) -> tuple[int, ...]:
    """A number for each line, the same for lines of equal text and kind in all pages made of one text."""
    known: dict[tuple[str, Kind], int] = page.line_facts.setdefault(line_numbers, {})
    return tuple([known.setdefault((block.text, block.kind), len(known)) for block in page.blocks])


@derived
def _first_lines(page: Page) -> tuple[tuple[Block, Measures], ...]:
    """The lines of the first page that is made of a text, equal ones aside, by number; nothing for a later page."""
    places: dict[int, int] = {}
    for at, number in enumerate(line_numbers(page)):
        places.setdefault(number, at)
    is_first = tuple(places) == tuple(range(len(places)))
    return tuple([(page.blocks[at], page.measures[at]) for at in places.values()]) if is_first else ()


@derived
def _look_up_lines(page: Page) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What picks, of what is known by number, that of a page's lines."""
    numbers = line_numbers(page)
    if len(numbers) > 1:  # of one number, what `itemgetter` makes gives no tuple
        return itemgetter(*numbers)
    return lambda known: tuple([known[number] for number in numbers])


def is_known_absent(page: Page, what: Hashable) -> bool:
    """Whether a page of the same text that held all these lines, in their order, was seen to lack something.

    For what two lines make together, wherever they stand: it cannot come of taking other lines out.
    """
    lacking: dict[tuple[int, ...], bool] = page.line_facts.get((is_known_absent, what, page.language), {})
    return any(_stand_in_order(line_numbers(page), numbers) for numbers in lacking)


def _stand_in_order(some: Iterable[int], among: Iterable[int]) -> bool:
    """Whether some numbers stand among others, in their order."""
    left = iter(among)
    return all(number in left for number in some)


def note_absence(page: Page, what: Hashable) -> None:
    """Let `is_known_absent` know that a page lacks something."""
    lacking = page.line_facts.setdefault((is_known_absent, what, page.language), {})
    lacking[line_numbers(page)] = True


@derived
def text_words(page: Page) -> frozenset[str]:
    """Every word of a page's lines."""
    return frozenset(chain.from_iterable([m.tokens for m in page.measures]))


def build_page(
    document: Document,
    mode: Mode,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    source: str = "",
    metadata: Metadata | None = None,
    settings: Settings | None = None,
    line_facts: LineFacts | None = None,
) -> Page:
    """The page over a document: its language (told or guessed) and every block's measures.

    `line_facts` are those of other pages made of the same text, and get this one's.
    """
    facts: LineFacts = {} if line_facts is None else line_facts
    decoded: dict[int, DecodedBlock] = {}
    if mode is Mode.TEXT and not is_plain_text(source):
        decoded = _decode_blocks(document.blocks, facts)
    blocks = document.blocks
    if decoded:
        blocks = tuple(decoded[b.index].block if b.index in decoded else b for b in blocks)
    readings = _read_blocks(blocks, facts) if mode is Mode.TEXT else read_all([block.text for block in blocks])
    spoken = (language or "").split("-")[0].lower()
    if not spoken:
        texts = ((b.text, r) for b, r in zip(blocks, readings, strict=True))
        spoken = guess_language(texts, known=facts.setdefault(guess_language, {}))
    stop = function_words(spoken)
    if mode is Mode.TEXT:
        measures = _measure_lines(blocks, readings, stop, facts.setdefault((measure, spoken), {}))
    else:
        measures = tuple(measure(b, r, stop) for b, r in zip(blocks, readings, strict=True))
    return Page(
        document=document,
        blocks=blocks,
        mode=mode,
        measures=measures,
        language=spoken,
        title=title,
        url=url,
        source=source,
        metadata=metadata or Metadata(title=title),
        settings=settings or Settings(),
        decoded=decoded,
        line_facts=facts,
    )


def _decode_blocks(blocks: Sequence[Block], facts: LineFacts) -> dict[int, DecodedBlock]:
    """The readings of those blocks that read otherwise than they are written, by index."""
    known: dict[tuple[str, Kind], DecodedBlock | None] = facts.setdefault(decode_block, {})
    found = _look_up(known, [(block.text, block.kind) for block in blocks], lambda at: decode_block(blocks[at]))
    return {
        block.index: DecodedBlock(block._replace(text=one.block.text), one.places)
        for block, one in zip(blocks, found, strict=True)
        if one is not None
    }


def _read_blocks(blocks: Sequence[Block], facts: LineFacts) -> list[Reading]:
    known: dict[str, Reading] = facts.setdefault(read_all, {})
    texts = [block.text for block in blocks]
    new = [texts[at] for at in unknown_places(known, texts)]
    if new:
        known.update(zip(new, read_all(new), strict=True))
    return list(map(known.__getitem__, texts))


def _measure_lines(
    blocks: Sequence[Block], readings: Sequence[Reading], stop: frozenset[str], known: dict[str, Measures]
) -> tuple[Measures, ...]:
    """The measures of a text's lines; `known` holds those of lines measured before. Lines hold no links."""
    texts = [block.text for block in blocks]
    return tuple(_look_up(known, texts, lambda at: measure(blocks[at], readings[at], stop)))
