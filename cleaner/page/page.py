"""What a rule sees: the document with its measures and the caller's hints; tallies in the CONTEXT stage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from importlib import resources
from itertools import chain, compress
from tomllib import loads
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from cleaner.measure import Measures, Reading, fingerprint, measure, read, words
from cleaner.page.readings import read_all
from cleaner.segment.decoded import DecodedBlock, decode_block, is_plain_text
from cleaner.settings import Settings
from cleaner.types import Block, Document, Kind, Metadata, Mode, Verdict

K = TypeVar("K")
T = TypeVar("T")
Derive = Callable[["Page"], T]
# What was found about single lines: by what was asked, then by line. The pages made of one text share it.
LineFacts = dict[Any, dict[Any, Any]]
# The function words of any language in single texts, and how many words each text has.
FunctionWords = dict[str, tuple[list[str], int]]


class Tally(NamedTuple):
    """The verdicts on one block so far and their capped sum (log-odds of main content)."""

    score: float
    verdicts: tuple[Verdict, ...]
    kept: bool  # whether the block would stay if decided now


@dataclass(frozen=True, slots=True)
class Page:
    """One input as rules see it. `measures[i]` belongs to `blocks[i]`; `tallies` is empty before CONTEXT.

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
    confidence: float = 0.0  # the word F1 expected of deciding by these tallies; 0 where no model speaks
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
        known: dict[int, T] = page.line_facts.setdefault((compute, page.language), {})
        numbers = line_numbers(page)
        if not known and _are_distinct(page):
            found = tuple([compute(page, block, m) for block, m in zip(page.blocks, page.measures, strict=True)])
            known.update(zip(numbers, found, strict=True))
            return found
        return tuple(_look_up(known, numbers, lambda at: compute(page, page.blocks[at], page.measures[at])))

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
        known: dict[int, T] = page.line_facts.setdefault((compute, page.language), {})
        number = line_numbers(page)[index]
        if number not in known:
            known[number] = compute(page, page.blocks[index], page.measures[index])
        return known[number]

    return of_line


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
        for at, key in enumerate(keys):
            if key not in known:
                known[key] = compute(at)
    return list(map(known.__getitem__, keys))


@derived
def line_numbers(page: Page) -> tuple[int, ...]:
    """A number for each line, the same for lines of equal text and kind in all pages made of one text."""
    known: dict[tuple[str, Kind], int] = page.line_facts.setdefault(line_numbers, {})
    return tuple([known.setdefault((block.text, block.kind), len(known)) for block in page.blocks])


@derived
def _are_distinct(page: Page) -> bool:
    """Whether no two lines of a page are of equal text and kind."""
    return len(set(line_numbers(page))) == len(page.blocks)


def is_known_absent(page: Page, what: Hashable) -> bool:
    """Whether a page of the same text that held all these lines, in their order, was seen to lack something.

    For what two lines make together, wherever they stand: it cannot come of taking other lines out.
    """
    lacking: dict[frozenset[int], bool] = page.line_facts.get((is_known_absent, what, page.language), {})
    return bool(lacking) and _are_distinct(page) and any(map(frozenset(line_numbers(page)).issubset, lacking))


def note_absence(page: Page, what: Hashable) -> None:
    """Let `is_known_absent` know that a page lacks something."""
    lacking = page.line_facts.setdefault((is_known_absent, what, page.language), {})
    lacking[frozenset(line_numbers(page))] = True


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
    stop = stopwords().get(spoken) or common_stopwords()
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
    known: dict[str, Reading] = facts.setdefault(read, {})
    return _look_up(known, [block.text for block in blocks], lambda at: read(blocks[at].text))


def _measure_lines(
    blocks: Sequence[Block], readings: Sequence[Reading], stop: frozenset[str], known: dict[str, Measures]
) -> tuple[Measures, ...]:
    """The measures of a text's lines; `known` holds those of lines measured before. Lines hold no links."""
    texts = [block.text for block in blocks]
    return tuple(_look_up(known, texts, lambda at: measure(blocks[at], readings[at], stop)))


@lru_cache(maxsize=1)
def stopwords() -> dict[str, frozenset[str]]:
    """Function words by language, from data/stopwords.toml."""
    raw = loads(resources.files("cleaner.page").joinpath("data/stopwords.toml").read_text("utf-8"))
    return {language: frozenset(text.split()) for language, text in raw.items()}


@lru_cache(maxsize=1)
def common_stopwords() -> frozenset[str]:
    """The function words of all languages together, for texts whose language is unknown."""
    return frozenset().union(*stopwords().values())


def guess_language(told: Iterable[tuple[str, Reading]], limit: int = 8_000, known: FunctionWords | None = None) -> str:
    """ISO 639-1 code of the language whose function words are most frequent, or nothing.

    Looks at the first `limit` characters; more changed no answer on 1,755 texts. Fewer than 3 hits or a share
    under 0.05 says nothing. `known` is what was found in single texts before, and gets what is found now.
    """
    texts = list(told)
    scores, total = _language_scores(texts, limit, known)
    best = max(sorted(scores), key=lambda language: scores[language], default="")
    return best if best and scores[best] >= 3 and scores[best] >= 0.05 * total else _by_script(texts)


_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")), ("ja", re.compile("[\u3040-\u30ff]")), ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")), ("he", re.compile("[\u05d0-\u05ea]")), ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)  # fmt: skip
SCRIPT_SHARE = 0.3  # of the letters looked at: Korean writes its function words as one with others


def _by_script(texts: Sequence[tuple[str, Reading]], limit: int = 2_000) -> str:
    """The language that alone, or mostly, is written in a text's script; nothing for Latin, Cyrillic and Arabic."""
    sample = " ".join(text for text, _ in texts)[:limit]
    letters = sum(map(str.isalpha, sample))
    for language, script in _SCRIPTS:
        if letters and len(script.findall(sample)) >= SCRIPT_SHARE * letters:
            return language
    return ""


def contradicting_language(declared: str, texts: Iterable[tuple[str, Reading]], limit: int = 8_000) -> str:
    """The language of the texts (ISO 639-1) where it is surely another than `declared` (BCP 47), else nothing.

    Sure are at least SURE_HITS function words, or words spelled with letters of the language, that make SURE_SHARE of
    the words, and SURE_TIMES as many as the declared language has among them. Of a language without a list of
    function words nothing is known. Bokmål, Nynorsk and Danish share most of theirs and nobody tells them apart here.
    """
    primary = declared.split("-", maxsplit=1)[0].lower()
    primary = _LISTED_AS.get(primary, primary)
    if primary and primary not in stopwords():
        return ""
    known = list(texts)
    scores, total = _language_scores(known, limit)
    scores.update(_spellings(known, limit))
    best = max(sorted(scores), key=lambda language: scores[language], default="")
    if best in {"", primary} or {best, primary} <= _ALIKE or scores[best] < max(SURE_HITS, SURE_SHARE * total):
        return ""
    return best if scores[best] >= SURE_TIMES * scores[primary] else ""


SURE_HITS, SURE_SHARE, SURE_TIMES = 4, 0.1, 3.0
_LISTED_AS = {"nb": "no", "nn": "no", "in": "id", "iw": "he"}
_ALIKE = frozenset(("no", "da"))


def _spellings(texts: Iterable[tuple[str, Reading]], limit: int) -> Counter[str]:
    """How many words with a letter beyond a to z each language in Latin script can spell."""
    scores: Counter[str] = Counter()
    left = limit
    for text, _ in texts:
        for word in () if text.isascii() else text[:left].casefold().split():
            marked = {char for char in word if "\x7f" < char < "\u1f00" and char.isalpha()}
            scores.update(language for language, letters in _alphabets().items() if marked and marked <= letters)
        left -= len(text)
        if left <= 0:
            break
    return scores


@lru_cache(maxsize=1)
def _alphabets() -> dict[str, frozenset[str]]:
    raw = loads(resources.files("cleaner.page").joinpath("data/letters.toml").read_text("utf-8"))
    return {language: frozenset(letters) for language, letters in raw.items()}


def _language_scores(
    texts: Iterable[tuple[str, Reading]], limit: int, known: FunctionWords | None = None
) -> tuple[Counter[str], int]:
    """How many function words of each language stand in the first `limit` characters, and of how many words.

    `known` holds those of texts that were looked through before, and gets those of these.
    """
    spoken_in = _languages_of_words()
    listed: list[list[str]] = []
    total = 0
    left = limit
    read_before: FunctionWords = {} if known is None else known
    for text, reading in texts:
        whole = len(text) <= left
        if not whole or text not in read_before:
            words_found = _words_of(text[:left], reading if whole else None)
            spoken = list(filter(spoken_in.__contains__, words_found)), len(words_found)
            if whole:
                read_before[text] = spoken
        else:
            spoken = read_before[text]
        listed.append(spoken[0])
        total += spoken[1]
        left -= len(text)
        if left <= 0:
            break
    scores: Counter[str] = Counter()
    for word, count in Counter(chain.from_iterable(listed)).items():
        for language in spoken_in[word]:
            scores[language] += count
    return scores, total


def _words_of(text: str, reading: Reading | None) -> Sequence[str]:
    """The words of a text, of which a reading may be known."""
    if reading is not None and reading.plain:
        return reading.tokens
    return _tokens(text) if _SPACELESS.search(text) else words(text)


@lru_cache(maxsize=1)
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    """For each function word the languages it is one of."""
    found: dict[str, list[str]] = {}
    for language, listed in stopwords().items():
        for word in listed:
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


# From Thai on, Hangul aside.
_SPACELESS = re.compile("[\u0e00-\uabff\ud7a4-\U0010ffff]")


def _tokens(text: str) -> list[str]:
    # Scripts without spaces give one token a character, so that their particles can be counted.
    found: list[str] = []
    for token in words(text):
        found.extend(token if token[0] >= "\u0e00" and not ("\uac00" <= token[0] <= "\ud7a3") else (token,))
    return found


__all__ = [
    "Page",
    "Tally",
    "build_page",
    "common_stopwords",
    "contradicting_language",
    "fingerprint",
    "guess_language",
    "stopwords",
]
