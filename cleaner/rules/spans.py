"""Residue glued to prose (SPN): only these characters of a paragraph are cut, few and sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures, fold, word_count
from cleaner.page.page import Page, by_line, lines_where
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.matching import may_open, phrases_in
from cleaner.rules.packs import Shape
from cleaner.rules.registry import BOTH, Example, Finding, place_findings, rule
from cleaner.rules.samples import MONDAY
from cleaner.rules.subject import answered_questions
from cleaner.types import Block, Category
from cleaner.types.members import HEADING

PARAGRAPH = 13  # words; a shorter line is judged whole
NEAR, REACH = 120, 400  # characters at the end of a paragraph that are looked at, if two sentences begin there, or not
SENTENCE = 30  # words; a longer one is no call
SURE = -3.3  # weight a phrase must have to cut inside a paragraph
HEADLINE = 4  # capitalised words of a headline set into running text
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]?\s+(?=\S)|[。！？](?=\S)")
_WIDE = ("。", "！", "？")
# The same in a text without these: one set alone is found several times as fast as one of two.
_NARROW_END = re.compile(r"[.!?…][\"'”’»)\]]?\s+(?=\S)")
_CREDIT = re.compile(r"\(([^()]{4,80})\)\s*$")
_MARKER = re.compile(
    r"(?:\bALSO READ|\bREAD MORE|\bREAD ALSO|\bREAD NEXT|\bSEE ALSO|\bRELATED|\bMUST READ|\bDON'T MISS)\s?[:|]\s?"
)
_SMALL = frozenset("a an and as at but by for from in into of on or the to with vs via over per nor off up is".split())
_CUTTABLE = frozenset(
    {
        Category.NEWSLETTER,
        Category.FOLLOW,
        Category.SHARE_BAR,
        Category.CAPTION,
        Category.AD_SLOT,
        Category.RELATED,
        Category.PAYWALL,
        Category.CALL_TO_ACTION,
        Category.SYNDICATION,
        Category.WIDGET,
        Category.NAVIGATION,
    }
)


def _headline_end(text: str, start: int) -> int:
    """Where a Title Case headline that begins at `start` gives way to a sentence; `start` where there is none."""
    words = list(re.finditer(r"\S+", text[start : start + 200]))
    capitals = 0
    for number, found in enumerate(words):
        word = found.group().strip("\"'“”‘’(),:;")
        if word[:1].isupper() or word[:1].isdigit():
            capitals += 1
            if found.group().endswith((".", "!", "?")) and capitals > HEADLINE:
                return start + found.end()
        elif word.lower() not in _SMALL:
            # The capital before this word opens the sentence, not the headline.
            return start + words[number - 1].start() if number and capitals > HEADLINE else start
    return start + words[-1].end() if words and capitals >= HEADLINE else start


@rule(
    "SPN001",
    "glued-call",
    Category.CALL_TO_ACTION,
    -3.4,
    modes=BOTH,
    fires=(
        Example(MONDAY + " Click here to subscribe to our newsletter.", on=("The council",)),
        Example(MONDAY + " (Photo: Tom Marsh/Harbour Review)", on=("The council",)),
    ),
    silent=(
        Example("(BREMEN) — " + MONDAY),
        Example(MONDAY + " He told them to subscribe to the view of the mayor."),
        Example(MONDAY + " (See the photo of the ferry in the old hall.)"),
        Example(
            "Is it free?\nYes, it is.\nWho may come?\nEverybody may.\nWhere do you announce closures?\n"
            + MONDAY
            + " You can also follow us on Mastodon, where we post them."
        ),
    ),
)
def glued_call(page: Page) -> Iterator[Finding]:
    """Finds a call, a credit or a pointer that ends a paragraph of prose.

    Why: the extractor joined two elements; the sentence before it is content, this one is not.
    Example: `… when her contract ends. Click here to subscribe.`
    Source: the phrase packs; only phrases of weight -3.3 or surer, only the last two sentences
    """
    return (one for one in place_findings(_glued_calls(page)) if one.block not in answered_questions(page))


@by_line
def _glued_calls(page: Page, block: Block, m: Measures) -> tuple[Finding, ...]:
    """What one block gives to the rule."""
    if m.words < PARAGRAPH or block.kind in FIXED_KINDS or block.kind is HEADING:
        return ()
    calls: list[Finding] = []
    text = block.text
    cuts = _sentence_starts(text)
    tail = len(text)
    for start in reversed(cuts[-2:]):
        if start == 0:
            break
        piece = text[start:tail]
        found = _judge_piece(page, piece)
        if found is None:
            break
        category, evidence = found
        left = len(text[:start].rstrip())
        calls.append(Finding(block.index, evidence, category=category, span=(left, tail)))
        tail = left
    else:
        return tuple(calls)
    left_over = text[:tail].rstrip()
    credit = _CREDIT.search(left_over) if left_over.endswith(")") else None
    if credit and credit.start() > 0:
        found = _judge_piece(page, credit.group(1), Category.CAPTION)
        if found:
            left = len(text[: credit.start()].rstrip())
            calls.append(Finding(block.index, found[1], category=Category.CAPTION, span=(left, tail)))
    return tuple(calls)


def _sentence_starts(text: str) -> list[int]:
    """Where the last two sentences of a text begin, in order behind 0, if they do so near its end."""
    ends = _NARROW_END if text.isascii() or not any(mark in text for mark in _WIDE) else _END
    cuts: list[int] = []
    for reach in (NEAR, REACH):
        cuts = [found.end() for found in ends.finditer(text, max(0, len(text) - reach - 1))]
        if len(cuts) > 1:
            break
    return [0, *cuts[-2:]]


def _judge_piece(page: Page, piece: str, only: Category | None = None) -> tuple[Category, str] | None:
    if not may_open(page, piece):
        return None
    words = word_count(piece)
    if not 0 < words <= SENTENCE:
        return None
    for phrase, literal in phrases_in(page, piece, fold(piece), words):
        shaped = phrase.shape in {Shape.STARTS, Shape.WHOLE}
        wanted = phrase.category is only if only else phrase.category in _CUTTABLE
        if wanted and shaped and phrase.force <= (SURE if not only else -2.9) and (words > 1 or only):
            return phrase.category, f"'{literal[:50]}' glued to a paragraph ({phrase.id})"
    return None


@rule(
    "SPN002",
    "glued-headline",
    Category.RELATED,
    -3.6,
    modes=BOTH,
    fires=(
        Example(
            MONDAY + " ALSO READ: Rovers Sign Teenage Winger From Second Side Nobody could say what it meant.",
            on=("The council",),
        ),
    ),
    silent=(Example(MONDAY + " Also read the small print, he said, and read more of it than I did."),),
)
def glued_headline(page: Page) -> Iterator[Finding]:
    """Finds `ALSO READ:` and the headline behind it, set into running prose.

    Why: a link to another article between two sentences; where the capitals end, the prose goes on.
    Example: `… seasons. ALSO READ: Rovers Sign Teenage Winger Her record …`
    Source: own observation on scraped news texts
    """
    for index in _marked(page):
        block = page.blocks[index]
        for found in _MARKER.finditer(block.text):
            end = _headline_end(block.text, found.end())
            if found.start() > 0 and end > found.end():
                left = len(block.text[: found.start()].rstrip())
                evidence = (
                    f"'{found.group().strip()}' and {word_count(block.text[found.end() : end])} words of headline"
                )
                yield Finding(block.index, evidence, span=(left, len(block.text[:end].rstrip())))


@lines_where
def _marked(_: Page, block: Block, m: Measures) -> bool:
    """Whether a paragraph holds what leads to another article."""
    may_be = m.words >= PARAGRAPH and ":" in block.text and block.kind not in FIXED_KINDS
    return may_be and _MARKER.search(block.text) is not None


RULES = (glued_call, glued_headline)
