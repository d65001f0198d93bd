"""Sentences and quotations inside one block of text, in any script. Spans are character offsets [start, end)."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.measure import ends_sentence, word_count

Span = tuple[int, int]

_CLOSERS = "\"'”’“‘»›«‹)]）」』》"
_STOP = re.compile(r"[.!?…。．！？؟۔।॥]+")
_FULL = ".。．।॥۔"  # marks that end a statement
_WIDE = "。．！？"  # marks that need no space behind them
_BEFORE_DOT = re.compile(r"(?:^|[\s(\"„“«]|(?<!\w)')(\w[\w.]*)$")
# What a full stop shortens instead of ending a sentence: titles, units, references.
_SHORT = frozenset(
    "mr mrs ms dr prof st jr sr inc ltd co corp vs no nr vol fig pp ed eds rev gen col lt sgt capt hon gov sen rep "
    "approx dept est al etc eg ie cf ca z b d h u a bzw usw vgl abs bd hr fr str tel ggf evtl inkl m mme mlle sr sra "
    "srta dra ud uds pag pág av art núm sig sigg dott ing ecc es prof.ssa núm tzn np itd itp ul r w tj tzv např č str "
    "т е д г гг руб им ул стр см напр рр грн sk dvs bl fx kl resp ung o.ä jan feb mar apr jun jul aug sep sept oct nov "
    "dec mon tue wed thu fri sat sun a.m p.m u.s u.k u.n e.g i.e ph.d".split()
)
_OPENS = {"«": "»", "‹": "›", "„": '“”"‟', "“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "‚": "‘’'"}
_EVEN = {'"': '"', "”": "”", "＂": "＂", "»": "«"}  # marks that open where no quotation is open
_GAP = 3  # characters behind a stop among which the next sentence mostly begins
_QUOTES = re.compile('[«»‹›„“”"‟「」『』《》〈〉＂‚‘’]')
_SINGLE = re.compile(
    r"(?<![\w'])'(?=\w)([^'\n]{1,80})(?<=[\w.!?,。])'(?:(?!\w)|(?=[가-힣]))"
)  # a Korean particle follows at once


# A mark that ends a sentence, before white space or a closing quote or bracket; in CJK and Thai before anything.
_SENTENCE_END = re.compile(r"[.!?…؟۔।॥]+(?=[\s»”\"'’)\]])|[。！？]+(?=.)", re.DOTALL)
COUNTED_WORDS = 3  # of a sentence that is counted: an abbreviation or a number with a stop behind it is no sentence


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Where each sentence of `text` begins and ends, its closing marks included; one span for a text without stops.

    >>> text = "It rained. Dr. Keller paid 4.50 on 3. May! 晴れた。雨だ。"
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['It rained.', 'Dr. Keller paid 4.50 on 3. May!', '晴れた。', '雨だ。']
    """
    return _spans(text) if len(text) <= _REMEMBERED else _spans.__wrapped__(text)


_REMEMBERED = 600  # characters: a cache must not hold whole pages


@lru_cache(maxsize=1024)
def _spans(text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = 0
    for found in _STOP.finditer(text):
        end = found.end()
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        if end < len(text) and not _ends(text, found, end):
            continue
        if end > start:
            spans.append((start, end))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text.rstrip()):
        spans.append((start, len(text.rstrip())))
    return tuple(spans)


def _ends(text: str, found: re.Match[str], end: int) -> bool:
    """Whether the stop of a match ends a sentence; `end` is behind its closing marks, inside the text."""
    mark = found.group()
    if mark[-1] in _WIDE:
        return True
    if not text[end].isspace():
        return False
    following = text[end : end + _GAP].lstrip()[:1] or text[end:].lstrip()[:1]
    if following.islower() or following in ",;:":
        return False
    if mark != "." or end > found.end():
        return True
    word = _word_before(text, found.start())
    return not (word in _SHORT or (len(word) == 1 and word.isalpha()) or (word.isdigit() and len(word) <= 2))


def _word_before(text: str, end: int) -> str:
    """The word that ends at a place, folded, the stops inside an abbreviation among its letters; "" for none."""
    near = text[max(0, end - 24) : end]
    last = near[near.rfind(" ") + 1 :]
    if last.isalpha() and last.isascii():  # as most are
        return last.lower()
    before = _BEFORE_DOT.search(near)
    return before.group(1).casefold() if before else ""


def ends_statement(text: str) -> bool:
    """Whether `text` ends with a full stop, as a written sentence does and a headline does not.

    >>> [ends_statement(t) for t in ("It rained.", '"It rained."', "Did it rain?", "It rained...", "雨だ。")]
    [True, True, False, False, True]
    """
    bare = text.rstrip().rstrip(_CLOSERS + " \u00a0")
    return bare[-1:] != "" and bare[-1] in _FULL and not bare.endswith("..")


def quotations(text: str) -> tuple[Span, ...]:
    """Where `text` quotes: the outermost spans between quotation marks, the marks included.

    >>> [text[a:b] for text in ['Es hieß „Alle Rechte“, nicht "keine".'] for a, b in quotations(text)]
    ['„Alle Rechte“', '"keine"']
    """
    spans: list[Span] = []
    start, closers = -1, ""
    for found in _QUOTES.finditer(text):
        mark, at = found.group(), found.start()
        if closers:
            if mark in closers:
                spans.append((start, at + 1))
                closers = ""
        elif mark in _OPENS or mark in _EVEN:
            start, closers = at, _OPENS.get(mark) or _EVEN[mark]
    if "'" in text:
        spans += (found.span() for found in _SINGLE.finditer(text))
    return tuple(spans)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether the characters [start, end) stand inside quotation marks and the text goes on outside them."""
    return any(a < start and end < b and any(map(str.isalnum, text[:a] + text[b:])) for a, b in quotations(text))


def blank_quotations(text: str) -> str:
    """`text` with spaces in place of what it quotes; as it is where it quotes nothing, or all of it.

    >>> [blank_quotations(t) for t in ('Press "Save" now.', '"Save"', "Save")]
    ['Press        now.', '"Save"', 'Save']
    """
    found = quotations(text)
    if not found:
        return text
    left = list(text)
    for a, b in found:
        left[a:b] = " " * (b - a)
    outside = "".join(left)
    return outside if any(map(str.isalnum, outside)) else text


def count_sentences(text: str) -> int:
    """How many sentences of three words or more `text` has; what ends without a mark is none.

    >>> count_sentences("The council met. It rained all day! Read more")
    2
    """
    found, start = 0, 0
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if ends_sentence(text):
        ends.append(len(text))
    for end in ends:
        if word_count(text[start:end]) >= COUNTED_WORDS:
            found += 1
            start = end
    return found
