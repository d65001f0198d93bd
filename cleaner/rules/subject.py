"""What the sentences of a text speak of: whether of sites, and whether of a name."""

from __future__ import annotations

import re

from cleaner.measure import fold
from cleaner.page.page import Page, derived
from cleaner.page.shape import extent
from cleaner.rules.site_lines import CODE_MARKS, LONGEST, SERVICES
from cleaner.rules.stock_words import lexicon_for

SENTENCE_WORDS = 7  # of a sentence that tells what a text is about
FEW_CODE, CODE_SHARE = 3, 0.03  # lines with marks of code that make a text about programs
SUBJECT = 0.15  # share of the paragraphs that name two services of sites: then they are the text's subject


@derived
def speaks_of_sites(page: Page) -> bool:
    """Whether sites and programs are what a text is about: its paragraphs use their words, or it holds code."""
    coded = sum(CODE_MARKS.search(b.text) is not None for b, m in page if 0 < m.words <= LONGEST)
    if coded >= max(FEW_CODE, CODE_SHARE * len(page.blocks)):
        return True
    lexicon = lexicon_for(page)
    told = [m.tokens for m in page.measures if m.prose or (m.ends_sentence and m.words >= SENTENCE_WORDS)]
    services = {word for word in {w for tokens in told for w in tokens} if lexicon.kind(word) in SERVICES}
    if len(services) < 2:
        return False
    of_sites = sum(len(services.intersection(tokens)) > 1 for tokens in told)
    return of_sites >= max(2, SUBJECT * len(told))


def is_foreign(page: Page, text: str, index: int) -> bool:
    """Whether a short text names nothing that the article's sentences speak of, the line itself aside."""
    words = set(re.findall(r"[^\W\d_]{4,}", fold(text)))
    last = extent(page).last
    return not any(
        words.intersection(m.tokens)
        for block, m in page
        if block.index != index and (m.prose or (m.ends_sentence and m.words >= SENTENCE_WORDS and block.index <= last))
    )
