"""Pure measures of text and blocks. Shares are 0..1, lengths are in words or characters as named.

Words are counted so that scripts without spaces compare with those that have them: a run of word
characters is one word, and two characters of Han, Kana, Thai, Lao or Khmer make one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_letters, ascii_uppercase, digits
from typing import NamedTuple

from cleaner.types import Block

_WORD = re.compile(r"\w+")
_DENSE = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।॥:;»”\"'’)\]]*[.!?…。！？؟۔।॥][»”“‘«‹\"'’)\]）」』]*\s*$")
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_ASCII_LETTERS, _ASCII_CAPITALS, _ASCII_DIGITS = (part.encode() for part in (ascii_letters, ascii_uppercase, digits))
_PLAIN_MARKS = "’“”—–‘…•"  # what keeps an English line from being ASCII
# For each byte what tokens are made of: \w in lower case, anything else parts them.
WORD_BYTES = bytes(ord(chr(i).lower()) if chr(i) in ascii_letters + digits + "_" else 32 for i in range(256))
_LINE_BYTES = WORD_BYTES[:10] + b"\n" + WORD_BYTES[11:]

# Look-alikes of Latin letters in Cyrillic and Greek, as spammers use them inside Latin words.
_HOMOGLYPHS = str.maketrans("аеорсухіјѕԁһԛԝοανρτυкмт", "aeopcyxijsdhqwoavptukmt")
_LOOKALIKE = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN = re.compile(r"[a-z]")


def words(text: str) -> tuple[str, ...]:
    """The runs of word characters of `text`, lower-cased, in order."""
    if text.isascii():
        return tuple(_ascii_words(text))
    # Turkish capital İ lowers to i and a dot above it, which would part the word.
    return tuple(_WORD.findall(text.lower().replace("i\u0307", "i")))


def _ascii_words(text: str) -> list[str]:
    # A table over bytes and one split take a third of the pattern's time; characters beyond ASCII part words.
    return text.encode("ascii", "replace").translate(WORD_BYTES).decode("ascii").split()


def word_count(text: str) -> int:
    """How many words `text` has; two characters of a script without spaces count as one."""
    if is_plain(text):
        return len(text.encode("ascii", "replace").translate(WORD_BYTES).split())
    if "\n" in text and not _DENSE.search(text):
        # Most lines of a text that is not plain are.
        return sum(map(word_count, text.split("\n")))
    return _foreign_count(text)


def _foreign_count(text: str) -> int:
    dense = len(_DENSE.findall(_beyond_ascii(text) or text))
    if not dense:
        return len(_WORD.findall(text))
    return len(_WORD.findall(_DENSE.sub(" ", text))) + (dense + 1) // 2


def is_plain(text: str) -> bool:
    """Whether a text is ASCII but for the quotes, dashes and dots of English typography."""
    return text.isascii() or len(text) - len(text.encode("ascii", "ignore")) == sum(map(text.count, _PLAIN_MARKS))


def fold(text: str) -> str:
    """`text` as matching sees it: compatibility forms and case folded, invisible characters dropped.

    Cyrillic and Greek look-alikes inside otherwise Latin words become Latin letters, so that a phrase
    spelled to dodge filters is still found. The original is what is shown and kept.
    """
    if is_plain(text):
        return _fold_plain(text)
    return _fold_foreign(text)


def _fold_foreign(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    # Turkish capital İ folds to i and a dot above it.
    plain = plain.replace("i\u0307", "i").replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    if _LOOKALIKE.search(plain) and _LATIN.search(plain):
        plain = _WORD.sub(_replace_lookalikes, plain)
    return " ".join(plain.split())


def _fold_plain(text: str) -> str:
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'").replace("…", "...")
    return " ".join(text.lower().split())


def _replace_lookalikes(found: re.Match[str]) -> str:
    # Two searches a word and no lookahead: from inside one long word that would be quadratic.
    word = found.group()
    return word.translate(_HOMOGLYPHS) if _LATIN.search(word) and _LOOKALIKE.search(word) else word


def fingerprint(text: str) -> str:
    """What two equal blocks share: the folded word characters joined by single spaces.

    >>> fingerprint("You  might ALSO like!") == fingerprint("you might also like")
    True
    """
    return " ".join(folded_words(text))


def folded_words(text: str) -> list[str]:
    """The words of a text's fingerprint."""
    return _ascii_words(_fold_plain(text)) if is_plain(text) else _WORD.findall(_fold_foreign(text))


def words_of_parts(text: str, parts: Sequence[str]) -> list[list[str]]:
    """The words of the fingerprint of each of some parts of a text."""
    if "\n" in text or not is_plain(text):
        return list(map(folded_words, parts))
    lines = "\n".join(parts).encode("ascii", "replace").translate(_LINE_BYTES).decode("ascii")
    return [line.split() for line in lines.split("\n")]


def link_density(block: Block) -> float:
    """Share of a block's characters that stand inside links."""
    return min(1.0, block.link_chars / len(block.text)) if block.text else 0.0


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, in any script's marks, closing quotes and brackets aside."""
    return not text[-1:].isalnum() and _SENTENCE_END.search(text[-12:]) is not None


def content_hash(text: str) -> str:
    """Hex SHA-256 of the UTF-8 bytes: the key of a clean body."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(slots=True)
class Measures:
    """What rules ask of a block, computed once and never changed.

    They are read two hundred times each: a slot takes a third of the time of a named tuple's field, and a frozen one
    takes five times as long to make.
    """

    words: int
    link_density: float  # share of characters
    stop_share: float  # share of words that are function words of the page's language
    digit_share: float  # share of characters
    upper_share: float  # share of cased letters that are capitals
    ends_sentence: bool
    folded: str
    fingerprint: str
    tokens: tuple[str, ...]  # the words of `fingerprint`
    prose: bool  # a paragraph a person wrote: 25 words or more, ending as a sentence, few links, function words


# jusText (Pomikálek 2011) takes 0.2 link density and 0.32 stopword density with lists of hundreds of words;
# our lists hold some forty a language, which halves the density. 25 words: the common mark of prose.
PROSE_WORDS = 25
PROSE_LINK_DENSITY = 0.33
PROSE_STOP_SHARE = 0.15


class Reading(NamedTuple):
    """What is read of a text before its language is known."""

    plain: bool  # see `is_plain`
    folded: str
    tokens: list[str]
    words: int
    letters: int
    capitals: int
    digits: int


def read(text: str) -> Reading:
    """A text folded and parted into words."""
    if is_plain(text):
        folded = _fold_plain(text)
        tokens = _ascii_words(folded)
        return Reading(True, folded, tokens, len(tokens), *_characters(text.encode("ascii", "ignore")))
    folded = _fold_foreign(text)
    return Reading(False, folded, _WORD.findall(folded), _foreign_count(text), *_foreign_characters(text))


def measure(block: Block, reading: Reading, stopwords: frozenset[str]) -> Measures:
    """The measures of one block, given what was read of its text and the function words of its language."""
    text = block.text
    plain, folded, tokens, count, letters, capitals, figures = reading
    if not plain and tokens and count > 2 * len(tokens):
        # One character stands for a word here: は を の 的 了.
        stop = sum(1 for char in folded if char in stopwords) / max(1, count)
    else:
        stop = sum(map(stopwords.__contains__, tokens)) / (len(tokens) or 1)
    linked = link_density(block) if block.link_chars else 0.0
    # A letter or a digit at the end ends none, and most blocks end with one.
    ends = not text[-1:].isalnum() and ends_sentence(text)
    return Measures(
        count,
        linked,
        stop,
        figures / (len(text) or 1),
        capitals / (letters or 1),
        ends,
        folded,
        " ".join(tokens),
        tuple(tokens),
        count >= PROSE_WORDS and ends and linked <= PROSE_LINK_DENSITY and stop >= PROSE_STOP_SHARE,
    )


def _characters(raw: bytes) -> tuple[int, int, int]:
    """Letters, capitals and digits of a text in ASCII, its punctuation beyond that left out.

    Counting by deleting from bytes costs a twentieth of looking at each character.
    """
    size = len(raw)
    return (
        size - len(raw.translate(None, _ASCII_LETTERS)),
        size - len(raw.translate(None, _ASCII_CAPITALS)),
        size - len(raw.translate(None, _ASCII_DIGITS)),
    )


def _foreign_characters(text: str) -> tuple[int, int, int]:
    """The same of any text."""
    rest = _beyond_ascii(text)
    letters, capitals, figures = _characters(text.encode("ascii", "ignore")) if rest else (0, 0, 0)
    rest = rest or text
    return (
        letters + sum(map(len, _LETTERS.findall(rest))),
        capitals + sum(map(str.isupper, rest)),
        figures + sum(map(str.isdigit, rest)),
    )


def _beyond_ascii(text: str) -> str:
    """The characters of a text that are not ASCII, each of which costs more to look at; nothing where most are not."""
    few = 2 * len(text.encode("ascii", "ignore")) > len(text)
    return "".join(_BEYOND_ASCII.findall(text)) if few else ""
