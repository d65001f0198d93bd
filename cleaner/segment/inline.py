"""What becomes of text where inline elements meet: spaces, line ends, raised and lowered characters, hidden ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

Attributes = Mapping[str, str | None]

_CLINGS_BEFORE = frozenset("([{«“‘„「『（")
_CLINGS_AFTER = frozenset(".,;:!?)]}%»”’…،؛؟。、，！？」』）")
_NO_SPACE_AFTER = frozenset("《〈【$€£¥@#/\\=+_~^&-'\"")
_NO_SPACE_BEFORE = frozenset("》〉】/\\=+_~^&-'\"")
# Scripts that set no space between words: Han, kana and their punctuation, Thai, Lao, Burmese, Khmer, Tibetan.
_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3000-\u30ff\u3100-\u312f\u3190-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_LINE_END = re.compile(rf"(?<=[{_UNSPACED}])[ \t]*[\r\n][ \t\r\n]*(?=[{_UNSPACED}])")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")
# Joiners say how letters of Arabic, Indic scripts and emoji join; between letters that never join they say nothing.
_UNJOINED = "[A-Za-z0-9\u00c0-\u052f\u3040-\u30ff\u4e00-\u9fff]"
_JOINER = re.compile(f"(?<={_UNJOINED})[\u200c\u200d]+(?={_UNJOINED})")


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script that sets no space between words."""
    return char > "\u0dff" and _IS_UNSPACED.match(char) is not None


def without_line_ends(raw: str) -> str:
    """`raw` with the line ends taken out that stand between characters of unspaced scripts."""
    return _LINE_END.sub("", raw)


def without_invisible(text: str) -> str:
    """`text` without soft hyphens, zero-width spaces and word joiners, and without joiners where they join nothing."""
    text = _INVISIBLE.sub("", text)
    return _JOINER.sub("", text) if "\u200c" in text or "\u200d" in text else text


# Elements that are a thing of their own: two that touch are told apart.
APART = frozenset("a label time input img button address output data".split())
# Inline elements that set off what they hold where letters on both sides would make a new word.
SPACED = frozenset("span small cite".split()) | APART


# What heads a line about an article where spaces are not written: `来源：`, `作者：`.
_LABEL = re.compile(r"\w{2,6}[：:]")
# Names that word processors give to looks.
_LOOKS = re.compile(r"Mso|Apple-|(?:Normal)?TextRun|[a-zA-Z]{1,2}\d{1,3}(?:\s|$)")

# Names that Sphinx and Doxygen give to the pieces of a signature; where it shows a space it has one.
_CODE_NAMES = re.compile(
    r"(?:^|\s)(?:pre|n|o|p|k|default_value|property|sig-[\w-]+|desc(?:name|classname|_\w+)|param(?:type|name))(?:\s|$)"
)


class Seam(StrEnum):
    """What two touching inline elements are to one another."""

    RUNS = "runs"  # stretches of characters that a word processor gave a look
    PLAIN = "plain"  # elements without a name, a look or a target
    NAMED = "named"  # one has a name, or is a thing of its own
    THINGS = "things"  # both are links, labels, times
    CODE = "code"  # pieces of one signature or literal, as tools of documentation mark them


def seam_between(tag: str, attributes: Attributes, next_tag: str, next_attributes: Attributes) -> Seam:
    """What an inline element and the one that begins where it ends are to one another."""
    if _is_code(attributes) and _is_code(next_attributes):
        return Seam.CODE
    if tag in APART or next_tag in APART:
        both = tag in APART and next_tag in APART
        return Seam.THINGS if both else Seam.NAMED
    if _is_named(attributes) or _is_named(next_attributes):
        return Seam.NAMED
    return Seam.RUNS if _has_look(attributes) or _has_look(next_attributes) else Seam.PLAIN


def _is_named(attributes: Attributes) -> bool:
    names = attributes.get("class")
    return bool(names) and _LOOKS.match(names or "") is None


def _is_code(attributes: Attributes) -> bool:
    return _CODE_NAMES.search(attributes.get("class") or "") is not None


def _has_look(attributes: Attributes) -> bool:
    return "style" in attributes or "lang" in attributes or bool(attributes.get("class"))


def space_at_seam(left: str, right: str, seam: Seam) -> bool:
    """Whether a space is due between two touching elements that end with `left` and begin with `right`.

    The markup has no space there, but a style sheet may show one. There is none where the characters read on
    (`pre` + `sentation`, between runs also `19` + `85`); there is always one between two things.
    """
    before, after = left[-1], right[0]
    if seam is Seam.CODE or before in _CLINGS_BEFORE or after in _CLINGS_AFTER:
        return False
    if seam is Seam.THINGS:
        return True
    if is_unspaced(before) or is_unspaced(after):
        return seam is Seam.PLAIN and _LABEL.match(right) is not None
    if seam is Seam.NAMED:
        return True
    if before in _NO_SPACE_AFTER or after in _NO_SPACE_BEFORE:
        return False
    if before.islower():
        return not after.islower()
    if before.isdigit():
        return seam is Seam.PLAIN or not (after.isdigit() or after.islower())
    return before in "·|•–—>" or not after.isalnum()


_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_RAISABLE = frozenset("0123456789+-−")
_ORDINAL = re.compile(
    r"(?:st|nd|rd|th|er|re|e|ère|ere|ème|eme|nde?|[oaºªοо]s?|de|ste|te|TH|ST|ND|RD)\.?", re.IGNORECASE
)
_TRADE_MARKS = frozenset("TM SM MC MD MR".split())  # the last three are French
_NOTE = re.compile(r"\[?(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,3}|[ivxlc]{1,5})\]?(?:[,;–-]\s?\d{1,3})*", re.IGNORECASE)
_NOTE_LINK = re.compile(r"#.*(?:fn|foot|note|cite|ref|endn|sdfootnote|_ftn|bib|mw-)|^#?\w{0,8}\d{1,3}$", re.IGNORECASE)
_NOTE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:foot-?note\S*|fn\S*|note-?ref\S*|doc-noteref|reference|footnote-ref|end-?note\S*|citation)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:^|[\s\d(/·*])(?:[kcdmµn]?m|[kmcdh]?g|s|ft|in|yd|mi|R|r|x|y|z|[a-zA-Z])$")


def is_note_link(attributes: Attributes) -> bool:
    """Whether a link leads to a note of the page, by its target, its class or its role."""
    target = (attributes.get("href") or "").strip()
    names = " ".join(attributes.get(key) or "" for key in ("class", "role", "rel", "id"))
    if "backlink" in names or "return" in names or "backref" in names:
        return False
    return "#" in target and (_NOTE_LINK.search(target) is not None or _NOTE_NAMES.search(names) is not None)


def is_note_mark(text: str) -> bool:
    """Whether text has the look of a note's mark: a number, a letter or a sign, bracketed or not."""
    return _NOTE.fullmatch(text) is not None


def names_note(attributes: Attributes) -> bool:
    """Whether the class, id or role of an element says that it holds a note's mark."""
    names = f"{attributes.get('class') or ''} {attributes.get('role') or ''} {attributes.get('id') or ''}"
    return _NOTE_NAMES.search(names) is not None


def note_text(text: str) -> str:
    """A note's mark as it stands in plain text: apart from the word before it, in square brackets."""
    return text if text.startswith("[") else f"[{text}]"


def is_note_place(before: str) -> bool:
    """Whether digits raised behind `before` mark a note and are no power: a word or a stop stands there, no unit."""
    if before[-1].isdigit():
        return False
    return before[-1] in '.,;:!?"”’)' or _UNIT.search(before) is None


def superscript_text(text: str, before: str) -> str:
    """Raised text in a line: `²`, `ⁿ`, `^x`; what only follows a word or a figure as its ending stays as it is.

    >>> superscript_text("2", "100"), superscript_text("th", "19"), superscript_text("2n", "x")
    ('²', 'th', '^(2n)')
    >>> superscript_text("TM", "Acme")
    'TM'
    """
    if not text or not before or before[-1].isspace():
        return text
    if all(char in _RAISABLE for char in text):
        return text.translate(_RAISED)
    last = before[-1]
    if last.isdigit():
        if _ORDINAL.fullmatch(text) or not text[0].isalnum() or text in _TRADE_MARKS:
            return text
    elif not (last == ")" or _is_variable(before)) or not _is_power(text):
        return text
    return f"^{text}" if len(text) == 1 else f"^({text})"


def _is_variable(before: str) -> bool:
    """Whether a letter that stands alone comes before."""
    return before[-1].isalpha() and not before[-2:-1].isalpha()


def _is_power(text: str) -> bool:
    return (
        len(text) <= 6
        and _ORDINAL.fullmatch(text) is None
        and any(char.isdigit() or char in "+-−*/xnkijtpq" for char in text)
    )


def subscript_text(text: str, before: str) -> str:
    """Lowered text in a line: behind a letter it stays as it is (`H2O`), behind a figure it is set apart (`10_2`)."""
    return f"_{text}" if text and before and before[-1].isdigit() and text[0].isalnum() else text
