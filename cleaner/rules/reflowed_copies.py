"""Copies by sentence (RPT): a text that stands twice, parted into other paragraphs, cut, or edited here and there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any, NamedTuple

from cleaner.measure import Measures, ends_sentence, words_of_parts
from cleaner.page.page import Page, by_line, derived, is_known_absent, note_absence
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.date_lines import says_which
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.repeats import LONG, long_words
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.rules.subject import is_legal
from cleaner.sentences import Span, sentence_spans
from cleaner.types import Block, Category, Kind

FEW_LONG = 0.2  # share of long words where short ones must do
HEARD = 0.8  # of a block's long words that stood before, where it may be a copy
COPY_WORDS, SHARE = 40, 0.12  # words of a text that are copies, and their share of it
HALF = 0.25  # their share where they do not begin as the text does
MOST_OF_TWO = 0.38  # their share where some of their blocks say more
CUT = 2  # blocks of which a part is a copy; more are parallel paragraphs
TOP = 2  # blocks before which a copy from the beginning begins
UNBROKEN = 0.85  # share of the sentences from the first of them to the last
BLOCKS, BROKEN, PARALLEL = 3, 0.8, 2  # such a share of copies of so many blocks, each edited less than so often
DENSE = 0.7  # share of the words between the first and the last of them
RUN_WORDS, RUN_SENTENCES = 25, 2  # of one run of copied sentences
SKIPPED = 3  # sentences in a row that a copy leaves out, or has of its own
OPENING = 4  # words by which a run may begin
ALIKE, ALIKE_WORDS = 0.75, 6  # of an edited sentence's words, and words of one
CHARACTERS_ALIKE = 0.85  # of an edited sentence in a script without spaces
WHOLE = 0.85  # of a block's words, where all of it is a copy
VERSE_WORDS = 14  # words; lines of verse, lists and speech are shorter
TWICE_WORDS = 60  # of a paragraph that may hold its text twice
TWICE_OPENING = 5  # words
# What a forum writes over what it quotes.
_QUOTED = re.compile(
    r".{2,40}?\b(?:said|wrote|schrieb|hat geschrieben|a écrit|escribió|ha scritto|escreveu|napisał\w?|писал\w?)\s?:"
)
_DOTS = ("…", "...", "[…]", "[...]", "...»", "…»", "...”", "…”")


class Sentence(NamedTuple):
    """A sentence of a block: where it stands and its words."""

    block: int
    span: Span
    tokens: tuple[str, ...]
    size: int  # words, counted as `Measures.words`
    text: str

    @property
    def cut(self) -> bool:
        """Whether it ends in dots."""
        return self.text.rstrip(" \"'").endswith(_DOTS)

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return ends_sentence(self.text)


Run = list[tuple[int, int]]  # sentences that are copies, each with the sentence it repeats, in order


@rule(
    "RPT010",
    "reflowed-copy",
    Category.REPEAT,
    -6.0,
    modes=TEXT,
    fires=(
        Example(
            f"{MONDAY} {TUESDAY}\n{MAYOR}\n{MONDAY}\n{TUESDAY} {MAYOR}",
            on=(f"{TUESDAY} {MAYOR}",),
        ),
    ),
    silent=(
        Example(f"{MONDAY}\n{TUESDAY}\n{MAYOR}"),
        Example(f"{MONDAY}\nAnd the band played on.\n{TUESDAY}\nAnd the band played on.\n{MAYOR}"),
    ),
)
def reflowed_copy(page: Page) -> Iterator[Finding]:
    """Finds sentences that stood before in the same order, however they are parted into blocks.

    Why: a body is saved again without its breaks, with a break behind each sentence, or in an earlier state; the first
    copy stays. Single sentences repeat by right, as do refrains, forms and a tale's episodes: what is copied must be a
    good part of the text.
    Example: four paragraphs, then the same four as eleven lines
    Source: own observation on scraped texts; Broder 1997 compares runs of words, here whole sentences are compared
    """
    for block, one in copied_blocks(page).items():
        evidence = f"{one.copied} of its {one.sentences} sentences stood before, from block {one.origin}"
        for span in one.spans or (None,):
            yield Finding(block, evidence, span=span)


class Copied(NamedTuple):
    """What of a block stood before: some spans of it, or all where there are none."""

    spans: tuple[Span, ...]
    copied: int  # sentences
    sentences: int
    origin: int  # the block of the first of them


@derived
def copied_blocks(page: Page) -> dict[int, Copied]:
    """The blocks that repeat a good part of a text, by index."""
    if is_known_absent(page, copied_blocks) or is_legal(page):
        return {}
    sentences = _sentences(page) if _may_hold_copies(page) and _repeats_sentences(page) else []
    every = list(_runs(sentences))
    if not every:
        note_absence(page, copied_blocks)
    runs = [one for one in every if _is_piece(page, sentences, one)]
    origin = {copy: first for one in runs for copy, first in one}
    if not origin:
        return {}
    stretch = range(min(origin), max(origin) + 1)
    if not _is_of_paragraphs(sentences, origin, len(origin) / len(stretch)):
        return {}
    found: dict[int, Copied] = {}
    words = 0
    for block, group in groupby(stretch, key=lambda at: sentences[at].block):
        inside = [at for at in group if page.blocks[block].kind is not Kind.QUOTE]
        gone = [at for at in inside if at in origin]
        if not gone:
            continue
        size = sum(sentences[at].size for at in gone)
        words += size
        quotes = _QUOTED.match(page.measures[block].folded) is not None
        whole = not quotes and inside[0] in origin and size >= WHOLE * page.measures[block].words
        spans = () if whole else tuple(_spans(page.blocks[block].text, sentences, gone))
        origins = {sentences[origin[at]].block for at in gone}
        # Of one paragraph told again with a change in it, both are the text's: days of a diary, a tale's episodes.
        if whole or len(origins) > 1 or block in origins:
            found[block] = Copied(spans, len(gone), len(inside), min(origins))
    return found if found and _is_saved_again(page, found, words) else {}


def _is_of_paragraphs(sentences: Sequence[Sentence], origin: Mapping[int, int], share: float) -> bool:
    """Whether copies repeat several blocks, or all of one block parted otherwise, and mostly word for word.

    `share` is that of the sentences among which they stand. Minutes, laws and litanies say one paragraph again and
    again, with a word changed or with lines between; a tale tells an episode a third time.
    """
    firsts: dict[int, int] = {}
    edited: Counter[int] = Counter()
    for copy in sorted(origin):
        first = firsts[copy] = firsts.get(origin[copy], origin[copy])
        if sentences[copy].tokens != sentences[first].tokens:
            edited[first] += 1
    blocks = {sentences[first].block for first in firsts.values()}
    if len(blocks) >= BLOCKS and max(edited.values(), default=0) < PARALLEL:
        return share >= BROKEN
    changed = edited.total() > len(origin) / 2
    if share < UNBROKEN or (changed if len(blocks) > 1 else edited):
        return False
    return (
        len(blocks) > 1 or len({sentences[copy].block for copy in origin}) > 1 or sentences[min(origin)].block in blocks
    )


def _is_saved_again(page: Page, found: Mapping[int, Copied], words: int) -> bool:
    """Whether copied words are a good part of a text, and not quotations.

    An answer quotes what it answers, a form and a manual repeat a paragraph here and there.
    """
    total = sum(m.words for m in page.measures)
    cut = {block for block, one in found.items() if one.spans}
    if words < max(COPY_WORDS, SHARE * total) or len(cut) > CUT:
        return False
    if any(found[block].origin != block for block in cut) and words < MOST_OF_TWO * total:
        return False
    from_the_top = min(one.origin for one in found.values()) <= TOP
    among = sum(m.words for m in page.measures[min(found) : max(found) + 1])
    inside = all(one.origin in cut for one in found.values())
    return (words >= HALF * total or from_the_top) and (inside or words >= DENSE * among)


def _may_hold_copies(page: Page) -> bool:
    """Whether as many words as a copy has stand in blocks whose long words nearly all stood before them."""
    heard: set[str] = set()
    words = 0
    for m, listed in zip(page.measures, long_words(page), strict=True):
        tokens = m.tokens
        if not tokens:
            continue
        long = listed if len(listed) >= FEW_LONG * len(tokens) else tokens  # in some scripts words are short
        if sum(map(heard.__contains__, long)) >= HEARD * len(long):
            words += m.words
        elif m.words >= TWICE_WORDS and m.fingerprint.find(" ".join(tokens[:TWICE_OPENING]), 1) > 0:
            words += m.words // 2
        if words >= COPY_WORDS:
            return True
        heard.update(long)
    return False


def _repeats_sentences(page: Page) -> bool:
    """Whether a sentence with which a run may begin stood before, as in few texts."""
    heard: set[tuple[str, ...]] = set()
    for _, tokens, size, _ in chain.from_iterable(_sentences_of_lines(page)):
        if tokens in heard and (len(tokens) >= OPENING or size >= OPENING):
            return True
        heard.add(tokens)
    return False


def _sentences(page: Page) -> list[Sentence]:
    """The sentences of a text's paragraphs and lines."""
    return [_placed((index, *one)) for index, listed in enumerate(_sentences_of_lines(page)) for one in listed]


# Of every sentence; a named tuple's own way to be made takes twice as long.
_placed: Callable[[tuple[Any, ...]], Sentence] = partial(tuple.__new__, Sentence)


@by_line
def _sentences_of_lines(_: Page, block: Block, m: Measures) -> list[tuple[Any, ...]]:
    """The sentences of one block, as `Sentence` without the block."""
    text = block.text
    if block.kind in FIXED_KINDS or not m.tokens:
        return []
    spans = sentence_spans(text)
    parts = [text[a:b] for a, b in spans]
    several = len(spans) > 1
    found = []
    for (a, b), part, words in zip(
        spans, parts, words_of_parts(text, parts) if several else [m.tokens] * len(spans), strict=True
    ):
        if words:
            size = max(1, round(m.words * (b - a) / len(text))) if several else m.words
            found.append(((a, b), tuple(words), size, part))
    return found


def _runs(sentences: Sequence[Sentence]) -> Iterator[Run]:
    """Runs of sentences that stood before, in order; a copy may leave some out and have some of its own."""
    first: dict[tuple[str, ...], int] = {}
    pairs: Run = []
    for at, sentence in enumerate(sentences):
        origin = _following(sentences, at, pairs) if pairs else -1
        if origin < 0:
            origin = (
                first.get(sentence.tokens, -1) if len(sentence.tokens) >= OPENING or sentence.size >= OPENING else -1
            )
            if origin >= 0:
                if pairs:
                    yield pairs
                pairs = list(_leading(sentences, at, origin, pairs[-1][0] if pairs else -1))
        first.setdefault(sentence.tokens, at)
        if origin >= 0:
            pairs.append((at, origin))
    if pairs:
        yield pairs


def _leading(sentences: Sequence[Sentence], at: int, origin: int, last: int) -> Iterator[tuple[int, int]]:
    """The edited sentences right before one that begins a run, each with the one it repeats."""
    found: list[tuple[int, int]] = []
    for back in range(1, SKIPPED + 1):
        copy, first = at - back, origin - back
        if first < 0 or copy <= max(last, origin):
            break
        if sentences[copy].tokens != sentences[first].tokens and not _is_edited(sentences, copy, first):
            break
        found.append((copy, first))
    return reversed(found)


def _following(sentences: Sequence[Sentence], at: int, pairs: Run) -> int:
    """The sentence that one repeats if it goes on with the last run, or -1."""
    copy, origin = pairs[-1]
    if at - copy > SKIPPED + 1:
        return -1
    sentence = sentences[at]
    # What it repeats stands before the run itself began: a run does not repeat itself.
    near = range(origin + 1, min(origin + 2 + SKIPPED, at))
    for one in near:
        if sentences[one].tokens == sentence.tokens:
            return one
    return next((one for one in near if _is_edited(sentences, at, one)), -1)


def _is_edited(sentences: Sequence[Sentence], at: int, origin: int) -> bool:
    """Whether a sentence repeats another one as `_repeats` tells, or that and the one before it run together."""
    copy, one = sentences[at], sentences[origin]
    if _repeats(copy, one.tokens):
        return True
    return copy.size > one.size and _repeats(copy, sentences[max(0, origin - 1)].tokens + one.tokens)


def _repeats(copy: Sentence, origin: Sequence[str]) -> bool:
    """Whether a sentence is other words cut short, or edited so that it says the same."""
    tokens = copy.tokens
    if copy.cut:
        known = len(tokens) - 1
        if known >= 1 and origin[:known] == tokens[:known] and len(origin) > known:
            return True
    if copy.size < ALIKE_WORDS:
        return False
    dense = copy.size > 2 * len(tokens)
    # Most sentences are of other lengths or share a few words: told before any of them are counted.
    enough = ALIKE * max(len(tokens), len(origin))
    if not dense and (min(len(tokens), len(origin)) < enough or sum(map(set(origin).__contains__, tokens)) < enough):
        return False
    a, b = " ".join(tokens), " ".join(origin)
    if abs(len(a) - len(b)) > (1 - ALIKE) * len(b) + LONG:
        return False
    if Counter(filter(says_which, tokens)) != Counter(filter(says_which, origin)):
        return False
    one, other = (Counter(a), Counter(b)) if dense else (Counter(tokens), Counter(origin))
    shared = sum((one & other).values())
    return shared >= (CHARACTERS_ALIKE if dense else ALIKE) * max(one.total(), other.total())


def _is_piece(page: Page, sentences: Sequence[Sentence], one: Run) -> bool:
    """Whether a run is a piece of a text: sentences, far from what they repeat, and not lines of verse or speech."""
    copies = [sentences[copy] for copy, _ in one]
    words = sum(s.size for s in copies)
    if len(copies) < RUN_SENTENCES or words < RUN_WORDS:
        return False
    if 2 * sum(s.size for s in copies if s.ends) < words:
        return False
    copy, origin = one[0]
    if sum(s.size for s in sentences[origin:copy]) < COPY_WORDS:
        return False
    blocks = {s.block for s in copies} | {sentences[first].block for _, first in one}
    return max(page.measures[block].words for block in blocks) > VERSE_WORDS


def _spans(text: str, sentences: Sequence[Sentence], gone: Sequence[int]) -> Iterator[Span]:
    """The spans of sentences of one block, joined where they follow one another, with the space before them."""
    start = end = -1
    last = -2
    for at in gone:
        a, b = sentences[at].span
        if at != last + 1:
            if end > start >= 0:
                yield start, end
            start = len(text[:a].rstrip())
        end, last = b, at
    yield start, end


RULES = (reflowed_copy,)
