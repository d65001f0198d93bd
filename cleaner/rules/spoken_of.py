"""Whether a person whom a line names or means is one of the text's own, and not who wrote it."""

from __future__ import annotations

import re
from collections import Counter

from cleaner.measure import Measures, fold
from cleaner.page.page import Page, derived
from cleaner.sentences import ends_statement

SENTENCE = 3  # words of the shortest sentence that can speak of somebody
ENDING = 3  # letters that a case adds to a name
NEAR = 4  # sentences before a line in which an author is still the one spoken of

_WORDS = re.compile(r"[^\W\d_]+")
_ARTICLES = frozenset(
    (
        "the a an der die das ein eine le la les l un une el los las il lo gli o os as um uma de het een den det en "
        "ett et"
    ).split()
)
_AUTHOR = re.compile(
    r"author|writer|autor(?:in|a|ka)?|auteure?|autrice|autore|verfasser(?:in)?|schrijver|schrijfster|kolumnist(?:in)?"
)
# Openings of notes that hold no verb, and among how many words behind them the trade stands: with it farther off, a
# sentence tells of a writer.
_OPEN = {
    "a szerző": 3, "yazarın": 0, "köşe yazarı": 4, "الكاتب": 1, "كاتب المقال": 3, "كاتبة المقال": 3, "كاتب و": 3,
    "كاتبة": 3, "लेखक": 12, "लेखिका": 12,
}  # fmt: skip
_NOTE = 6  # words of a note that is two trades
_HINDI_IS = re.compile(r"(?<!\S)(?:है|हैं|हूं|हूँ|थे|थीं)(?:[\s।).]|$)")


def spoken_of(page: Page, name: str, index: int) -> bool:
    """Whether a sentence before a line says the last of somebody's names, in any case.

    Who wrote a text is seldom in it; who is told of comes back at its end, though she be a retired journalist.
    """
    parts = _WORDS.findall(fold(name))
    if not parts:
        return False
    surname = parts[-1]
    stem = surname[:-1] if len(surname) > ENDING + 1 else surname
    longest = len(surname) + ENDING
    for m in page.measures[:index]:
        if is_told(m) and stem in m.folded:
            for token in m.tokens:
                if token.startswith(stem) and len(token) <= longest:
                    return True
    return False


def is_told(m: Measures) -> bool:
    """Whether a line is a sentence of the text, of whatever length."""
    return m.prose or (m.ends_sentence and m.words >= SENTENCE)


def names_nobody(name: str) -> bool:
    """Whether words that look like a name are a noun with its complement: `Der Autor der Studie`, `Автор исследования`.

    >>> names_nobody("Der Autor der Studie"), names_nobody("Автор письма"), names_nobody("Die Autorin")
    (True, True, False)
    """
    parts = name.split()
    if any(part[0].islower() and part[0] > "\u024f" for part in parts):
        return True
    if fold(parts[0]) not in _ARTICLES:
        return False
    return len(parts) > 2 or _AUTHOR.fullmatch(fold(parts[-1])) is None


def speaks_of_authors(page: Page, index: int) -> bool:
    """Whether the sentences before a line speak of an author: of a book, a letter or a crime."""
    role = next((word for word in _WORDS.findall(page.measures[index].folded)[:3] if word not in _ARTICLES), "")
    told = [m for m in page.measures[:index] if is_told(m)]
    return role in {token for m in told[-NEAR:] for token in m.tokens}


def behind_opening(bare: str, phrase: str) -> str:
    """The words behind the opening of a note among which its trade stands; nothing where a sentence tells of a writer.

    >>> behind_opening("الكاتب الصحفي محمد علي", "الكاتب"), behind_opening("the author is a poet", "the author is")
    ('', ' a poet')
    """
    following = bare[len(phrase) :]
    near = _OPEN.get(phrase)
    if near is None:
        return following
    words = following.split()
    told = (
        (phrase[0] == "ल" and _HINDI_IS.search(bare) is None)
        or (phrase == "الكاتب" and following.startswith(" ال"))
        or (phrase in ("كاتب و", "كاتبة") and len(words) > _NOTE)
    )
    return "" if told else " ".join(words[:near])


SPEAKER_LINES, SPEAKER_CHARS = 3, 24  # lines of one speaker, of each other words, and his name's longest


@derived
def spoken_lines(page: Page) -> frozenset[int]:
    """The sentences behind the name of one who speaks three times, and a colon: a play, a liturgy, an interview."""
    lines: dict[str, dict[str, list[int]]] = {}
    for block in page.blocks:
        name, mark, said = block.text[: SPEAKER_CHARS * 2].partition(":")
        if mark and said[:1] == " " and 0 < len(name) <= SPEAKER_CHARS and ends_statement(block.text):
            lines.setdefault(name, {}).setdefault(page.measures[block.index].fingerprint, []).append(block.index)
    return frozenset(
        index for of_one in lines.values() if len(of_one) >= SPEAKER_LINES for same in of_one.values() for index in same
    )


DASHED = 4  # lines behind a dash that make a dialogue
HEARD = 2  # notes of what was heard, behind sentences, that make a speech
_HEARD = re.compile(r"[.!?…][\"”»]? \[[^\W\d_][^\[\]\n]{2,20}\]")
_SPEAKS = re.compile(r"^[ \t]*(?:([^\W\d_][^\n:：]{0,23})[:：] ?\S|([—–])[ \u00a0])", re.MULTILINE)


@derived
def is_conversation(page: Page) -> bool:
    """Whether a text, of which the page may be some sentences only, is what two people say or more, or a speech."""
    lines = Counter(found[1] or found[2] for found in _SPEAKS.finditer(page.source))
    dashed = lines.pop("—", 0) + lines.pop("–", 0)
    often = [name for name, count in lines.items() if count >= SPEAKER_LINES]
    return dashed >= DASHED or len(often) >= 2 or len(_HEARD.findall(page.source)) >= HEARD
