"""Stock phrases of boilerplate, from the phrase packs (PHR)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from cleaner.page.broken import broken_sentences
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.in_passing import are_in_passing
from cleaner.rules.matching import Hit, hits
from cleaner.rules.own_phrases import is_own_phrase
from cleaner.rules.packs import Act, Shape
from cleaner.rules.pieces import residue_spans
from cleaner.rules.registry import Example, Finding, rule
from cleaner.rules.sections import section_headings
from cleaner.rules.subject import answered_questions, is_legal, names_references
from cleaner.sentences import Span
from cleaner.settings import Profile
from cleaner.types import Category, Mode
from cleaner.types.members import ITEM

_VERB = {Shape.WHOLE: "the line is", Shape.STARTS: "starts with", Shape.ENDS: "ends with", Shape.CONTAINS: "holds"}
_ORDER: Sequence[Profile] = (Profile.CONSERVATIVE, Profile.BALANCED, Profile.STRICT)
ALONE = -2.0  # weight at which a phrase cuts on its own word: a text's blocks start at +2 (decide.BIAS)
MAX_WEAK_WEIGHT = -0.9  # a phrase that the profile does not cut on: said, and flagged with other evidence
# A caption's and a biography's sentences are one thing: the credit or the trade among them names all.
_UNDIVIDED = frozenset({Category.CAPTION, Category.AUTHOR_BIO})
ENTRIES = 3  # items of a list
HOLDERS = 4  # so many different lines of who holds the rights since when are a list of them: a licence, a colophon
_HOLDER = re.compile(
    r"(?:\bcopyright\b|©|\(c\)).{0,40}?\b(?:1[89]|20)\d\d\b|\b(?:1[89]|20)\d\d\b.{0,40}?(?:©|\(c\))",
    re.IGNORECASE | re.DOTALL,
)
BELOW_ABSTRACT = 4  # lines between an abstract's label and its keywords
_ABSTRACT = re.compile(
    r"(?:abstract|summary|zusammenfassung|kurzfassung|résumé|resumen|resumo|riassunto|sommario|samenvatting|streszczenie"
    r"|abstrakt|sammanfattning|sammendrag|tiivistelmä|аннотация|анотація|резюме|реферат|περίληψη|öz|özet|abstrak"
    r"|tóm tắt"
    r"|摘要|要旨|抄録|概要|초록|요약|ملخص|الملخص|תקציר|सारांश)(?:\W|$)"
)
_KEYWORDS = re.compile(
    r"\W{0,3}(?:key ?words|key-words|index terms|schlüsselwörter|schlagwörter|mots[- ]clés|palabras clave"
    r"|palavras[- ]chave"
    r"|parole chiave|trefwoorden|sleutelwoorden|słowa kluczowe|klíčová slova|nyckelord|nøkkelord|avainsanat"
    r"|ключевые слова"
    r"|ключові слова|λέξεις[- ]κλειδιά|anahtar kelimeler|kata kunci|từ khóa|关键词|關鍵詞|キーワード|주제어|핵심어"
    r"|الكلمات المفتاحية|מילות מפתח)"
)
ECHO = 0.25  # share of its weight that a second phrase adds: two phrases in a line share most evidence


def _findings(page: Page, *acts: Act) -> Iterator[Finding]:
    best: dict[int, list[Hit]] = {}
    broken = broken_sentences(page) if Act.LINE not in acts else {}
    for hit in hits(page, *acts):
        # A heading is no part of a sentence that began above it.
        if page.blocks[hit.block].kind in FIXED_KINDS or hit.block in broken:
            continue
        if hit.phrase.category is Category.RIGHTS and page.mode is Mode.TEXT and is_legal(page):
            continue
        if hit.phrase.act is Act.BLOCK and names_references(page, hit.block):
            continue
        if hit.block in section_headings(page) or (
            hit.phrase.category is Category.TAGS and _under_abstract(page, hit.block)
        ):
            continue
        if not (_ends_sentence(page, hit) or is_own_phrase(page, hit)):
            best.setdefault(hit.block, []).append(hit)
    for block in sorted(best.keys() - _holders(page, best) - _entries(page, best)):
        if are_in_passing(page, best[block]):
            continue
        found = sorted(best[block], key=lambda hit: (_force(hit, page), hit.phrase.id))
        others = sum(_force(hit, page) for hit in found[1:3] if hit.phrase.id != found[0].phrase.id)
        weight = _force(found[0], page) + ECHO * others
        first = found[0]
        shown = first.literal if len(first.literal) <= 60 else first.literal[:57] + "..."
        evidence = f"{_VERB[first.phrase.shape]} '{shown}' ({first.phrase.id})"
        spans = _spans(page, block, found, weight)
        for span in () if spans != (None,) and block in answered_questions(page) else spans:
            yield Finding(block, evidence, weight=weight, category=first.phrase.category, span=span)


def _under_abstract(page: Page, index: int) -> bool:
    """Whether a line of keywords stands under the abstract of a paper, whose own they are."""
    if page.mode is Mode.HTML or not _KEYWORDS.match(page.measures[index].folded):
        return False
    return any(_ABSTRACT.match(m.folded) for m in page.measures[max(0, index - BELOW_ABSTRACT) : index])


def _ends_sentence(page: Page, hit: Hit) -> bool:
    """Whether a line that is all phrase ends a sentence: one that was broken over lines, or one of a single word."""
    text = page.blocks[hit.block].text
    if hit.phrase.shape is not Shape.WHOLE or text[-1:] != "." or hit.block == 0:
        return False
    return text[:1].islower() or (hit.phrase.category is Category.NAVIGATION and text[:-1].isalpha())


def _entries(page: Page, blocks: Mapping[int, Sequence[Hit]]) -> frozenset[int]:
    """Of the lines of menus among these, those that are items of a list most of whose items are no such lines."""
    found: set[int] = set()
    if page.mode is Mode.HTML:
        return frozenset()
    for index, hits_of_line in blocks.items():
        if page.blocks[index].kind is not ITEM or hits_of_line[0].phrase.category is not Category.NAVIGATION:
            continue
        first, end = index, index + 1
        while first > 0 and page.blocks[first - 1].kind is ITEM:
            first -= 1
        while end < len(page.blocks) and page.blocks[end].kind is ITEM:
            end += 1
        if end - first >= ENTRIES and 2 * sum(map(blocks.__contains__, range(first, end))) < end - first:
            found.add(index)
    return frozenset(found)


def _holders(page: Page, blocks: Collection[int]) -> frozenset[int]:
    """The lines among these that together are the text's own list of who holds the rights to what."""
    named = [block for block in blocks if _HOLDER.search(page.blocks[block].text)]
    many = len({page.measures[block].fingerprint for block in named}) >= HOLDERS
    return frozenset(named) if many else frozenset()


def _spans(page: Page, block: int, found: Sequence[Hit], weight: float) -> Sequence[Span | None]:
    """The sentences of a block that the phrases stand in; None for the whole block."""
    phrase = found[0].phrase
    if page.mode is Mode.HTML or phrase.shape is Shape.WHOLE or phrase.category in _UNDIVIDED:
        return (None,)
    literals = [hit.literal for hit in found]
    spans = residue_spans(
        page.blocks[block].text, page.language, lambda folded: any(literal in folded for literal in literals)
    )
    if not spans:
        return (None,)
    # A phrase too weak to take a line takes no part of one.
    return spans if weight <= ALONE else ()


def _force(hit: Hit, page: Page) -> float:
    if hit.phrase.act is Act.FLAG or _ORDER.index(page.settings.profile) < _ORDER.index(hit.phrase.profile):
        return max(MAX_WEAK_WEIGHT, hit.phrase.force)
    return hit.phrase.force


@rule(
    "PHR001", "stock-phrase", Category.BOILERPLATE, -3.0,
    fires=(
        Example("The council met on Monday.\nSign up for our daily newsletter\nIt rained.", on=("Sign up",)),
        Example("The council met on Monday.\nAdvertisement\nIt rained.", on=("Advertisement",)),
        Example("Rada obradowała i nic z tego nie jest pewne.\nDo końca artykułu pozostało 80%", on=("Do",)),
    ),
    silent=(
        Example("The newsletter was printed in the cellar of the town hall."),
        Example("He used the advertisement to sell his boat."),
        Example(
            "The library is made of parts.\nCopyright (C) 1996 Kaz Kojima\nCopyright (C) 2001 Mara Lind\n"
            "Copyright (C) 2004, 2006 Anna Keller\nCopyright (C) 2010 Quay Software Ltd\nEach may be copied."
        ),
        Example("We were on the road for three days.\nHome."),
        Example("The ferry has:\n- Seats\n- Customer support\n- A bar\nIt sails at nine."),
        Example("The notes were gathered by the printer and by two more\nauthors.\nIt rained."),
        Example("Eleven letters told me that I could unsubscribe at any time, in a tone of regret."),
        Example("Rada obradowała w poniedziałek.\nDo końca meczu pozostało pięć minut."),
        Example("Dewan bersidang pada Senin.\nWarga laporkan kerusakan jalan kepada kepala desa."),
        Example("O conselho reuniu-se.\nA associação pede que a câmara apoie o museu da pesca."),
        Example("市議会は月曜日に開かれた。\n町は被災者を支援する基金をつくった。"),
        Example("Совет собрался.\nИспользование материалов из отходов снизит цену моста."),
        Example("The name is there now. Below it, in small letters, somebody has left: All rights reserved."),
        Example("Subscribe to our newsletter, says every page that I open, and for a year I did."),
        Example("Alle Rechte vorbehalten\nDer Satz „Alle Rechte vorbehalten“ steht unter allem, und niemand fragt."),
        Example(
            "Call before it is due.\nAdvice House\nPhone: 0800 496 0144\nOpen: all day\nEnergy Line\n"
            "Phone: 0800 496 0333\nEmail: help@energy.example\nFollow every call up with a letter."
        ),
        Example("Il nome adesso c'è. Sotto, in piccolo, qualcuno ha lasciato: Riproduzione riservata."),
    ),
)  # fmt: skip
def stock_phrase(page: Page) -> Iterator[Finding]:
    """Finds lines that sites set around or between the paragraphs of every article.

    Why: a line like this says nothing about the subject and stands on thousands of pages.
    Example: `Sign up for our daily newsletter`
    Source: data/phrases/*.toml, each entry with its reason, date and examples; categories as in public news cleaners
    """
    yield from _findings(page, Act.LINE, Act.FLAG)


@rule(
    "PHR002", "end-mark", Category.COMMENTS, -4.0,
    fires=(Example("The council met on Monday.\nLeave a Reply\nAnna says: well done", on=("Leave a Reply",)),),
    silent=(Example("The speaker asked the crowd to leave a reply in the box by the door."),),
)  # fmt: skip
def end_mark(page: Page) -> Iterator[Finding]:
    """Finds lines behind which a page's article is over, such as the heading of its comments.

    Why: the line is furniture; the rule CTX002 judges what follows.
    Example: `Leave a Reply`
    Source: boilerpipe's TerminatingBlocksFinder (Kohlschütter 2010); our own phrases
    """
    yield from _findings(page, Act.TAIL)


@rule(
    "PHR003", "block-heading", Category.RELATED, -4.0,
    fires=(Example("The council met on Monday.\nRelated Posts\nFerry line closed for good", on=("Related Posts",)),),
    silent=(
        Example("The related posts of clerk and usher were both vacant."),
        Example(
            "The pump is started by a call.\npump = Pump();\npump.start();\nif (wet) { pump.stop(); }\nSee also\nValve"
        ),
    ),
)  # fmt: skip
def block_heading(page: Page) -> Iterator[Finding]:
    """Finds headings over links to other articles.

    Why: the heading is furniture; the rules REL001 and CTX002 judge the headlines under it.
    Example: `You may also like`
    Source: the drop lists of public news cleaners and readers' filters; our own phrases
    """
    yield from _findings(page, Act.BLOCK)


RULES = (stock_phrase, end_mark, block_heading)
