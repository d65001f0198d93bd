"""Residue glued to a paragraph goes without the paragraph: its sentences are judged as lines of their own.

A scraper joins two elements without a break, and the credit, the call or the label of the second stands behind the
last sentence of the first, or before its first one. What a rule finds in the residue it says of the whole block. Here
such blocks are judged once more with their sentences as blocks, and only the sentences that go then are cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from itertools import accumulate

from cleaner.decide import category_of, is_cut, merge_spans
from cleaner.guard import Guarded
from cleaner.measure import fold, word_count
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent, last_written
from cleaner.removals import COPIES
from cleaner.rule_share import BY_NEIGHBOURS
from cleaner.rules.agencies import agencies_only
from cleaner.rules.note_words import notes
from cleaner.rules.pieces import REST_WORDS, is_content
from cleaner.rules.related import article_words, likeness
from cleaner.rules.stock_words import lexicon_for, read_line, stock_vocabulary
from cleaner.rules.subject import speaks_of_sites
from cleaner.sentences import Span, quotations, sentence_spans
from cleaner.types import Block, Category, Decision, Document, Verdict

BLOCK_CHARS = 2000  # a longer block is no paragraph to which a line was glued
NEAR = 2  # blocks on each side that are judged with one
BLOCKS = 40  # that are judged by sentence in one text
GLUED_WORDS, FEW_WORDS = 14, 6  # of a last sentence without a stop that may be residue, with and without a mark in it
EDGE_WORDS, EDGE_CHARS = 12, 90  # of a first or last sentence that may be a call or a label of the site
OTHER_WORDS, NAMED_WORDS = 2, 6  # in it that are not sites' own; where it names a medium, too
OWN = 0.2  # share of a note's content words that the lines above it use
SURE_REST = 6  # words that stay of a block, whatever they are about
SURE = -2.8  # weight at which one rule's word is enough to cut a sentence of a block that stays
CAPTION_SENTENCES = 2  # that stand before a credit in a paragraph; a caption is one
# What these say they say of a run of sentences: a biography, a comment, a copy.
_UNDIVIDED = frozenset({Category.AUTHOR_BIO, Category.COMMENTS, *COPIES})
# What follows these is more of them.
_TO_THE_END = frozenset({Category.ABOUT_SITE, Category.SYNDICATION, Category.DISCLAIMER, Category.RIGHTS})
# Behind the last paragraph what begins so goes on so.
_NOTES = frozenset({Category.SPONSOR, Category.NEWSLETTER, Category.CONSENT})
_CALLS = frozenset({Category.SHARE_BAR, Category.AD_SLOT, Category.NEWSLETTER, Category.FOLLOW})
_OPEN_END = re.compile(r"[^\W_]$|[)\]>»›→]$")  # neither a stop nor a mark that asks, exclaims, announces or quotes
_ASKS = "?？؟"
_LABELLED = ":：|/@>»›→=＝"
_LEADS = "([<{©*#>|→►▶»☞"
# Rules whose evidence is where a line stands would take the sentence for a line that it never was.
_PLACE = (*BY_NEIGHBOURS, "CMT", "HED", "BYL", "TTL")


def cut_sentences(page: Page, guarded: Guarded, judge: Callable[[Document], Guarded]) -> Guarded:
    """The decisions with blocks cut by sentence where only some of their sentences are residue.

    `judge` gives the guarded decisions on a document, or none where no rule finds residue in one of its blocks.
    """
    divided: dict[int, tuple[Span, ...]] = {}
    for decision in guarded.decisions:
        spans = _divisible(page, decision)
        if spans:
            divided[decision.block] = spans
            if len(divided) >= BLOCKS:
                break
    if not divided:
        return guarded
    stands = _surroundings(page, guarded, divided)
    pieces = [(block, span) for block in stands for span in divided.get(block.index, ((0, len(block.text)),))]
    document = Document(
        tuple(block._replace(index=i, text=block.text[a:b], marks=()) for i, (block, (a, b)) in enumerate(pieces))
    )
    judged = judge(document).decisions
    if not judged:
        return guarded
    decisions = list(guarded.decisions)
    starts = accumulate((len(divided.get(b.index, (0,))) for b in stands), initial=0)
    firsts = {block.index: first for block, first in zip(stands, starts, strict=False)}
    for index, spans in divided.items():
        some = judged[firsts[index] : firsts[index] + len(spans)]
        decisions[index] = _by_sentence(page, decisions[index], spans, some)
    restored = {i for i in divided if not is_cut(decisions[i], len(page.blocks[i].text))}
    flagged = tuple(one for one in guarded.flagged if one.kept or one.block not in restored)
    return replace(guarded, decisions=tuple(decisions), flagged=flagged)


def _surroundings(page: Page, guarded: Guarded, divided: Container[int]) -> list[Block]:
    """The blocks to divide, with the nearest that stay before and behind each: a rule asks little more of a text."""
    stay = [d.block for d in guarded.decisions if d.block in divided or not is_cut(d, len(page.blocks[d.block].text))]
    near = {
        at
        for place, index in enumerate(stay)
        if index in divided
        for at in stay[max(0, place - NEAR) : place + NEAR + 1]
    }
    # Where a text begins and ends tells head from tail.
    return [page.blocks[index] for index in sorted(near.union(stay[:1], stay[-1:]))]


def _divisible(page: Page, decision: Decision) -> tuple[Span, ...]:
    """The sentences of a block that may hold residue beside what tells something; nothing for any other block."""
    block, m = page.blocks[decision.block], page.measures[decision.block]
    text = block.text
    if m.words <= REST_WORDS or len(text) > BLOCK_CHARS or block.kind in FIXED_KINDS:
        return ()
    whole = is_cut(decision, len(text))
    if whole:
        because = decision.because
        if because is None or because.rule.startswith(_PLACE) or category_of(decision) in _UNDIVIDED:
            return ()
    elif decision.cut:
        return ()
    elif not _OPEN_END.match(text, len(text) - 1):
        return _edge_spans(page, text) if _may_have_edge(page, block.index) else ()
    spans = sentence_spans(text)
    if len(spans) < 2:
        return ()
    if not whole:
        a, b = spans[-1]
        last = text[a:b]
        # A name, a label or a mark: the last words of a paragraph without a stop are mostly none of them.
        marked = last[0] in _LEADS or any(mark in last for mark in _LABELLED) or last.isupper()
        short = word_count(last) <= (GLUED_WORDS if marked else FEW_WORDS)
        return ((0, len(text[:a].rstrip())), (a, b)) if short else ()
    telling = [(a, b) for a, b in spans if is_content(text[a:b], page.language)]
    if sum(word_count(text[a:b]) for a, b in telling) < REST_WORDS:
        return ()
    if category_of(decision) is Category.CAPTION and len(telling) < CAPTION_SENTENCES:
        return spans if _is_source(text, spans) or _is_agency(page, decision.block, spans) else ()
    return spans


def _may_have_edge(page: Page, index: int) -> bool:
    """Whether a block's first or last words hold a word of sites, and it answers no question."""
    stock, tokens = stock_vocabulary(page), page.measures[index].tokens
    if stock.isdisjoint(tokens[:EDGE_WORDS]) and stock.isdisjoint(tokens[-EDGE_WORDS:]):
        return False
    return index == 0 or page.blocks[index - 1].text[-1] not in _ASKS


def _edge_spans(page: Page, text: str) -> tuple[Span, ...]:
    """A block's first and last sentence where they may speak for the site, and what is between; nothing for most."""
    spans = sentence_spans(text)
    if len(spans) < 2 or speaks_of_sites(page):
        return ()
    starts = {a for a, _ in spans}
    if any(not starts.isdisjoint(range(a + 1, b)) for a, b in quotations(text)):
        return ()
    first = spans[0][1] if _speaks_for_site(page, text[slice(*spans[0])]) else 0
    last = spans[-1][0] if _speaks_for_site(page, text[slice(*spans[-1])]) else len(text)
    if not first and last == len(text):
        return ()
    inner = (spans[1][0] if first else 0, len(text[:last].rstrip()))
    edges = ((0, first) if first else None, inner, (last, len(text)) if last < len(text) else None)
    return tuple(edge for edge in edges if edge is not None) if inner[0] < inner[1] else ()


def _speaks_for_site(page: Page, sentence: str) -> bool:
    """Whether a short sentence may be a site's call to its reader, or its label: few words of it are others."""
    if len(sentence) > EDGE_CHARS or word_count(sentence) > EDGE_WORDS or quotations(sentence):
        return False
    said = read_line(sentence, lexicon_for(page))
    others = len(said.unknown) + len(said.names)
    if said.names and Category.RELATED in said.kinds and said.opens in {"thing", "also"} and others <= NAMED_WORDS:
        return True  # "This article first appeared in the Harbour Post."
    if others > OTHER_WORDS or said.addresses:
        return False
    if said.ours:
        return bool(said.call or said.kinds)
    # "Open Twitter." and "Click Share." are steps of instructions.
    if others or not (said.thing or Category.AD_SLOT in said.kinds):
        return False
    return bool(said.platforms) or not _CALLS.isdisjoint(said.kinds)


def _is_source(text: str, spans: Sequence[Span]) -> bool:
    """Whether the last sentence says where a report comes from: that stands under paragraphs, not under pictures."""
    label, mark, _ = fold(text[spans[-1][0] :]).replace("：", ":").partition(":")
    return bool(mark) and label.strip(" ([（") in notes("source")


def _is_agency(page: Page, index: int, spans: Sequence[Span]) -> bool:
    """Whether an agency's name alone stands behind a sentence that ends the text, or that quotes somebody."""
    text = page.blocks[index].text
    if not agencies_only(fold(text[spans[-1][0] :])):
        return False
    return index >= last_written(page) or bool(quotations(text))


def _by_sentence(page: Page, decision: Decision, spans: Sequence[Span], judged: Sequence[Decision]) -> Decision:
    """A block's decision from those on its sentences, where some go and the others tell something."""
    text = page.blocks[decision.block].text
    whole = is_cut(decision, len(text))
    goes = [is_cut(one, b - a) and _own_evidence(one, whole=whole) for one, (a, b) in zip(judged, spans, strict=True)]
    if whole:
        stays = [not gone and is_content(text[a:b], page.language) for gone, (a, b) in zip(goes, spans, strict=True)]
        if any(goes) and (category_of(decision) in _TO_THE_END or (goes[0] and _is_disclosure(page, decision))):
            stays = [stay and number < goes.index(True) for number, stay in enumerate(stays)]
        rest = [text[a:b] for stay, (a, b) in zip(stays, spans, strict=True) if stay]
        if not any(goes) or not _is_enough(page, " ".join(rest)):
            return decision
        goes = [not one for one in stays]
    elif any(goes[1:-1]) or all(goes):
        return decision
    cuts, verdicts = [], [] if whole else list(decision.verdicts)
    for gone, one, (a, b) in zip(goes, judged, spans, strict=True):
        if gone:
            span = _with_space(text, a, b)
            cuts.append(span)
            verdicts += _moved(one.verdicts, decision.block, span)
    score = max(one.score for gone, one in zip(goes, judged, strict=True) if not gone)
    return Decision(decision.block, merge_spans(cuts, len(text)), score, tuple(verdicts))


def _is_disclosure(page: Page, decision: Decision) -> bool:
    """Whether a block behind the last prose is of who paid or of mailings, in words that the lines above hardly use."""
    last = extent(page).last
    if category_of(decision) not in _NOTES or not 0 <= last <= decision.block:
        return False
    above = frozenset(token for m in page.measures[: decision.block] for token in m.tokens)
    return likeness(page.measures[decision.block].folded, above) < OWN


def _is_enough(page: Page, rest: str) -> bool:
    """Whether sentences are worth their place: some words, or fewer about what the article is about."""
    count = word_count(rest)
    return count >= SURE_REST or (count >= REST_WORDS and likeness(fold(rest), article_words(page)) > 0)


def _own_evidence(decision: Decision, *, whole: bool) -> bool:
    """Whether a sentence goes for what stands in it; surely so where the block it stands in would stay."""
    because = decision.because
    if because is None or because.rule.startswith(_PLACE):
        return False
    return whole or because.weight <= SURE


def _with_space(text: str, start: int, end: int) -> Span:
    """A span with the space before it, or behind it where the text begins with the span."""
    left = len(text[:start].rstrip())
    return (left, end) if left else (start, end + len(text[end:]) - len(text[end:].lstrip()))


def _moved(verdicts: Sequence[Verdict], block: int, span: Span) -> list[Verdict]:
    return [verdict._replace(block=block, span=span) for verdict in verdicts if verdict.weight < 0]
