"""A line's characters as they were before programs wrote them otherwise: entities, and text that was encoded twice.

`&laquo;Il nonno&raquo;` and `l'Ã©quipe` are no words of the writer. Every character that is put right knows which ones
of the line it stands for. Each line is judged by itself, so that a text's body reads as the text did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from html.entities import html5, name2codepoint
from typing import NamedTuple

ROUNDS = 4  # what was written otherwise more often is left alone
LONGEST = 20_000  # characters of a line; longer ones are lumps of a huge text
FEW = 2  # characters encoded twice that a script or a code page other than western ones needs
# Names that C and mathematics use as words behind an ampersand.
_WORDS = frozenset(
    "and or int not sub sup sum part image real cap cup lang rang prop empty exist there4 ang sim cong equiv".split()
)
# Letters of Europe's languages that only later HTML names: "&ccaron;".
_LETTERS = frozenset(
    name[:-1] for name, char in html5.items() if name[-1] == ";" and len(char) == 1 and "\u00c0" <= char < "\u0250"
)
_NAMES = (frozenset(name2codepoint) | _LETTERS) - _WORDS | {"apos"}
_AMPERSANDS = r"(?:amp|#0{0,3}38|#[xX]0{0,3}26);"
_ENTITY = re.compile(
    rf"&(?:{_AMPERSANDS})+(?:(#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z][a-zA-Z0-9]{{1,8}});)?"
    r"|&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,8});"
)
_MAY_OPEN_TAG = re.compile(r"[a-zA-Z/!?]")
# A text that speaks of such things shows them.
_SUBJECT = re.compile(
    r"(?<![.\w/])(?:X?HTML5?|XML)\b|\bUTF-?8\b|\bUnicode\b|\bASCII\b|mojibake|charset|\bcp125\d"
    r"|[Cc]haracter encoding|\bLatin-?1\b|\bISO[- ]8859|\b[Ww]indows-125"
)
_LOST_SPACE = re.compile(r"(?<![A-ZÀ-Þ])Ã(?= |$)")
_LEADS = (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5))
# What two bytes of UTF-8 make in languages that are written today: by their first byte.
_LATIN = frozenset((0xC3, 0xC4, 0xC5, 0xC6, 0xC8))
_OTHER_SCRIPTS = frozenset((0xCE, 0xCF, *range(0xD0, 0xD4), *range(0xD7, 0xDC)))
_MARKS = frozenset("’‘“”„‚«»‹›–—―…•·°£€¥©®™§¿¡×½¼¾²³¹ºª±µ†‡→←►▶✓\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202f\ufeff")
_CLOSING = frozenset("»«”“…’‘–—›‹")
_CODE_PAGES = ("cp1252", "cp1251", "cp1250", "cp1253")
# What nearly every text of these code pages holds that was encoded twice: its most frequent letters.
_SIGNS = {
    "cp1251": ("Рѕ", "Р°", "Рё", "Рµ"),
    "cp1250": ("Ăł", "Ă©", "Ăˇ", "Ä™", "Ĺ‚", "Ăˇ", "Ă­", "Ĺˇ", "ÄŤ", "â€"),
    "cp1253": ("Ξ±", "ΞΏ", "Ξ΅", "Ξ·"),
}


class Restored(NamedTuple):
    """A line put right. Character i stands for the line's own from `starts[i]` to `ends[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


class CodePage(NamedTuple):
    """A code page in which somebody read UTF-8: its bytes, and the sequences of them that make one character."""

    name: str
    bytes: dict[str, int]
    sequences: re.Pattern[str]


def may_need_restoring(source: str) -> bool:
    """Whether a text may hold entities or characters that were encoded twice, and does not speak of such things."""
    entities = "&" in source and _ENTITY.search(source) is not None
    return (entities or bool(_pages_in(source))) and _SUBJECT.search(source) is None


def restore(line: str) -> Restored | None:
    """A line put right, or None where it is as it was written, is code or was written otherwise too often."""
    if len(line) > LONGEST or "`" in line:
        return None
    now: Restored | None = None
    for _ in range(ROUNDS):
        text = line if now is None else now.text
        step = _decode_entities(text) or _decode_again(text)
        if step is None:
            return now
        now = step if now is None else _after(now, step)
    return None


def _after(first: Restored, then: Restored) -> Restored:
    """Two steps as one."""
    starts = [first.starts[at] for at in then.starts]
    return Restored(then.text, starts, [first.ends[at - 1] for at in then.ends])


def _decode_entities(text: str) -> Restored | None:
    """A line without its entities, or None. One that would open a tag is left."""
    if "&" not in text:
        return None
    found: list[tuple[int, int, str]] = []
    for hit in _ENTITY.finditer(text):
        name = hit.group(1) or hit.group(2) or "amp"
        if name[0] != "#" and name not in _NAMES:
            continue
        decoded = unescape(f"&{name};")
        if len(decoded) == 1 and not (decoded == "<" and _MAY_OPEN_TAG.match(text, hit.end())):
            found.append((hit.start(), hit.end(), decoded))
    return _with(text, found) if found else None


def _with(text: str, found: Sequence[tuple[int, int, str]]) -> Restored:
    """A line with other characters in some places."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, by in found:
        parts += [text[at:start], by]
        starts += (*range(at, start), start)
        ends += (*range(at + 1, start + 1), end)
        at = end
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Restored("".join((*parts, text[at:])), starts, ends)


@lru_cache(maxsize=8)
def _code_page(name: str) -> CodePage:
    chars = {byte: bytes((byte,)).decode(name, "ignore") or chr(byte) for byte in range(0x80, 0x100)}
    following = "".join(chars[byte] for byte in range(0x80, 0xC0)) + "".join(map(chr, range(0x80, 0xA0)))
    after = f"[{re.escape(following)}]"
    leads = ["".join(chars[byte] for byte in some) for some in _LEADS]
    sequences = "|".join(f"[{re.escape(some)}]{after}{{{count}}}" for count, some in enumerate(leads, 1))
    known = {chr(byte): byte for byte in range(0x80, 0xA0)} | {char: byte for byte, char in chars.items()}
    return CodePage(name, known, re.compile(sequences))


def _pages_in(text: str) -> list[CodePage]:
    """The code pages in which UTF-8 may have been read before this text was written."""
    if text.isascii():
        return []
    found = []
    for name in _CODE_PAGES:
        page = _code_page(name)
        signs = _SIGNS.get(name)
        if page.sequences.search(text) if signs is None else any(map(text.__contains__, signs)):
            found.append(page)
    return found


def _decode_again(text: str) -> Restored | None:
    """A line read as UTF-8 where most of what is not ASCII in it surely was encoded twice, or None."""
    for page in _pages_in(text):
        found: list[tuple[int, int, str]] = []
        sure = foreign = 0
        for hit in page.sequences.finditer(text):
            char = _decode(page, hit.group())
            if not char:
                continue
            found.append((hit.start(), hit.end(), char))
            western = page.name == "cp1252" and (char in _MARKS or char < "\u0250" or "\u1ea0" <= char <= "\u1eff")
            if _is_sure(page, text, hit, char):
                sure += 1
                foreign += not western
        if not found or sure < len(found) / 2 or (foreign and sure < FEW):
            continue
        beside = _letters_beside(text, found)
        if sure > beside or (sure == len(found) >= FEW and beside and not _is_mixed(text, found)):
            return _with(text, sorted([*found, *_lost_spaces(text)]) if page.name == "cp1252" else found)
    return None


def _decode(page: CodePage, sequence: str) -> str:
    """The character that a sequence stands for, or nothing."""
    try:
        return bytes(page.bytes[char] for char in sequence).decode()
    except UnicodeDecodeError:
        return ""


def _is_sure(page: CodePage, text: str, hit: re.Match[str], char: str) -> bool:
    """Whether characters in this place can hardly be anything but one that was encoded twice."""
    start, end = hit.span()
    lead = page.bytes[text[start]]
    before, behind = text[max(0, start - 2) : start], text[end : end + 1]
    # Words in capitals end before quotation marks and dots: `IRMÃ»`.
    if len(before) == 2 and before.isalpha() and before.isupper() and not char.isupper():
        return False
    if char in _MARKS:
        return not before[-1:].isupper()
    if not char.isalpha():
        return lead == 0xF0 and page.name == "cp1252"  # emoji
    if lead in _LATIN and page.name in {"cp1252", "cp1250"}:
        alone = not before[-1:].isalpha() and not behind.isalpha()
        return ("\u00c0" <= char <= "\u017f" or char in "ƠơƯưȘșȚț") and not (alone and text[end - 1] in _CLOSING)
    if before[-1:].isascii() and before[-1:].isalpha():
        return False
    return lead in _OTHER_SCRIPTS or (page.name == "cp1252" and lead >= 0xE0)


def _letters_beside(text: str, found: Sequence[tuple[int, int, str]]) -> int:
    """How many letters beyond ASCII stand outside of what was found."""
    count = at = 0
    for start, end, _ in (*found, (len(text), len(text), "")):
        count += sum([char > "\x7f" and char != "Ã" and char.isalpha() for char in text[at:start]])
        at = end
    return count


def _is_mixed(text: str, found: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a word holds both a character that was encoded twice and a letter beyond ASCII that was not."""
    at = 0
    for hit in re.finditer(r"\S+", text):
        inside = [one for one in found if hit.start() <= one[0] < hit.end()]
        if not inside:
            continue
        for start, end, _ in (*inside, (hit.end(), hit.end(), "")):
            at = max(at, hit.start())
            if any(char > "\x7f" and char.isalpha() for char in text[at:start]):
                return True
            at = end
    return False


def _lost_spaces(text: str) -> list[tuple[int, int, str]]:
    """Where the second byte of the letter à, a space that does not break, became a space."""
    return [(hit.start(), hit.end(), "à") for hit in _LOST_SPACE.finditer(text)]
