"""A medium's praise of itself behind a text (NOT)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import fold
from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent
from cleaner.rules.note_words import count_words, notes
from cleaner.rules.pieces import residue_spans
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.subject import is_foreign
from cleaner.sentences import sentence_spans
from cleaner.types import Category

SHORT_NAME, LAST = 2, 1  # letters of what is no medium's name; lines that end a text
LONG = 40  # words; a longer description names its medium in its first sentence
DESCRIPTION_WORDS = 90  # of the longest self-description
_QUOTED_NAME = re.compile(r"[\"“«„][^\"“”«»„]{2,40}[\"”»“]\s?(?:[—–-]|is|ist|est|es|è|é|это|є|jest|je|är|er|on)\s")
_INNER_WORD = re.compile(r"(?<![.!?]\s)(?<!^)(?<![\w’'-])[^\W\d_][\w’'-]+")  # that begins no sentence


@rule(
    "NOT006",
    "self-description",
    Category.ABOUT_SITE,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "The Harbour Post is your one-stop destination for the latest news of the coast.",
            on=("The Harbour",),
        ),
        Example(ARTICLE + "Welcome to The Harbour Post, your number one source for all things local.", on=("Welcome",)),
    ),
    silent=(
        Example(ARTICLE + "The council is the largest in the land and has been in the news for years."),
        Example(ARTICLE + "He said that the ferry was the most trusted source of gossip in the town."),
        Example(
            ARTICLE + "Reliable and accurate information keeps your crew up-to-date with the latest news.\n"
            "Ropes\nNew ones are laid in spring.\nSails\nTwo were mended."
        ),
        Example(
            "Rada zebrała się w poniedziałek i nic nie ustaliła.\nMedia dają rzetelne informacje i świeże wiadomości, "
            "ale źródłem wiedzy są też książki.\nNic nie ustalono.\nPadał deszcz.\nWszyscy poszli do domu."
        ),
    ),
)
def self_description(page: Page) -> Iterator[Finding]:
    """Finds sentences behind the text in which a medium praises itself: what it gives, how good, and to whom.

    Why: the footer's `about us` says nothing about the article. Its name is one that the article does not use.
    Example: `The Coast Herald brings you the latest breaking news, 24 hours a day.`
    Source: own observation in many languages; the words are data/notes.toml's
    """
    where = extent(page)
    praises = joined_text(page).present(notes("boast"))
    if not praises:
        return
    for index in where.tail[max(0, 2 - where.tail.start) :]:
        block, m = page.blocks[index], page.measures[index]
        if not 5 <= count_words(block.text, m.words) <= DESCRIPTION_WORDS or block.kind in FIXED_KINDS:
            continue
        if block.text[:1] in '"“«„' and not _QUOTED_NAME.match(block.text):
            continue
        folded = m.folded + " "
        boasts = [one for one in praises if one in folded]
        if not boasts:
            continue
        spans = residue_spans(block.text, page.language, _praises)
        # It may be glued behind a paragraph; what follows praise is more of it.
        start = spans[0][0] if spans else 0
        if start:
            folded = fold(block.text[start:]) + " "
            boasts = [one for one in boasts if one in folded]
        gives = [one for one in notes("media") if one in folded]
        if not gives:
            continue
        speaks = any(f" {one}" in f" {folded}" if one[0].isascii() else one in folded for one in notes("address"))
        distinct = len({one[:5] for one in boasts}) + len({one[:5] for one in gives})
        if distinct < (3 if speaks else 4) or not _names_itself(page, block.index, speaks=speaks, whole=not start):
            continue
        evidence = f"praise ({', '.join(boasts[:3])}) of what a medium gives ({', '.join(gives[:3])})"
        yield Finding(block.index, evidence, weight=-3.0, span=(start, len(block.text)) if start else None)
        yield from _name_alone(page, block.index)


def _praises(folded: str) -> bool:
    """Whether a folded sentence says what a medium gives or how good that is."""
    return any(one in folded for one in notes("boast")) or any(one in folded for one in notes("media"))


def _name_alone(page: Page, index: int) -> Iterator[Finding]:
    """The lines of the tail that are nothing but the name with which a self-description begins."""
    where, described = extent(page), page.measures[index].fingerprint
    for block, m in page:
        short = 0 < m.words <= 6 and not m.ends_sentence and block.index != index
        if short and where.in_tail(block.index) and described.startswith(m.fingerprint + " "):
            yield Finding(block.index, "the name of a medium that praises itself", weight=-3.0)


def _names_itself(page: Page, index: int, *, speaks: bool, whole: bool) -> bool:
    """Whether most names in a line are no names of the article; without capitals it must speak to the reader."""
    text = page.blocks[index].text
    if whole and page.measures[index].words > LONG:
        text = text[slice(*sentence_spans(text)[0])]
    names = [name for name in _INNER_WORD.findall(text) if len(name) > SHORT_NAME and name[0].isupper()]
    if not names:
        # Without a name, in a script that has capitals, it is a sentence like any other unless it ends the text.
        return speaks and (text.lower() == text.upper() or index >= len(page.blocks) - LAST)
    return sum(not is_foreign(page, name, index) for name in names) <= len(names) / 2


RULES = (self_description,)
