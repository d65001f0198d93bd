"""Block text made valid and plain: line ends, controls, surrogates, direction overrides, NFC within a budget.

The decoded source itself is never changed, because offsets of text mode refer to it; blocks are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import astuple, dataclass

MARK_RUN = 30  # combining marks in a row; CPython's NFC is quadratic in such runs (40,000 marks take 5 s)

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
# Tag characters spell flags behind a black flag; anywhere else they are text nobody sees.
_TAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]+)|[\U000e0000-\U000e007f]+")
_SUSPECT = re.compile(
    r"[\r\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
# Whatever is neither letter, digit, space nor in a range of punctuation and symbols: marks are among these.
_PERHAPS_MARK = (
    "[^\x00-\u02ff\u2000-\u20cf\u2100-\u2bff\u3000-\u3029\u3030-\u3098\ufffc\ufffd\U0001f000-\U0001faff\\w\\s]"
)
_PERHAPS_MARKS = re.compile(_PERHAPS_MARK)
_PERHAPS_RUN = re.compile(f"{_PERHAPS_MARK}{{{MARK_RUN + 1},}}")

_CP1252 = {i: bytes((i,)).decode("cp1252", "ignore") for i in range(0x80, 0xA0)}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many characters `tidy` took out or put right, by kind."""

    controls: int = 0  # C0, C1 without meaning, noncharacters, stray byte order marks, tag characters
    bidi: int = 0  # direction controls (Unicode's Bidi_Control)
    surrogates: int = 0  # halves without their other half, now U+FFFD
    marks: int = 0  # combining marks beyond the budget

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __bool__(self) -> bool:
        return any(astuple(self))

    def warnings(self) -> tuple[str, ...]:
        """One sentence for each kind that occurred."""
        said = (
            (self.controls, "control characters removed"),
            (self.bidi, "direction controls removed"),
            (self.surrogates, "lone surrogates replaced"),
            (self.marks, "combining marks beyond the budget removed"),
        )
        return tuple(f"{count} {what}" for count, what in said if count)


NOTHING = Counts()
_PLAIN_CONTROLS = bytes((*range(9), *range(14, 32), 127))
# Bidi_Control in UTF-8: U+200E, 200F, 202A-202E, 2066-2069; the literal first byte lets the search skip.
_DIRECTIONS = re.compile(rb"\xe2(?:\x80[\x8e\x8f\xaa-\xae]|\x81[\xa6-\xa9])")
_ARABIC_MARK, _ORDER_MARK = "\u061c".encode(), "\ufeff".encode()


def census(text: str) -> Counts:
    """How many controls, direction controls and lone surrogates stand in a source that is yet to be tidied."""
    # Searches in bytes take a tenth of what a character class does.
    try:
        raw = text.encode()
        surrogates = 0
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "surrogatepass")
        surrogates = len(_LONE_SURROGATE.findall(text))
    controls = len(raw) - len(raw.translate(None, _PLAIN_CONTROLS))
    if len(raw) == len(text):
        return Counts(controls, 0, surrogates)
    # A single byte is found several times faster than a run of them.
    controls += raw.count(_ORDER_MARK) if _ORDER_MARK[:1] in raw else 0
    directions = len(_DIRECTIONS.findall(raw))
    directions += raw.count(_ARABIC_MARK) if _ARABIC_MARK[:1] in raw else 0
    return Counts(controls, directions, surrogates)


def tidy(text: str, mark_run: int = MARK_RUN) -> tuple[str, Counts]:
    r"""`text` as valid Unicode in NFC with `\n` line ends and no controls but `\n` and `\t`, and what that took.

    C1 controls become the characters windows-1252 has in their place, which is what they were meant to be. Joiners
    (ZWJ, ZWNJ), variation selectors, soft hyphens and emoji stay. Linear in the length of `text`.
    """
    if text.isascii() and text.isprintable():
        return text, NOTHING
    counts = NOTHING
    if _SUSPECT.search(text):
        text, counts = _without_suspects(text)
    if text.isascii():
        return text, counts
    text, dropped = limit_marks(text, mark_run)
    if dropped:
        counts += Counts(marks=dropped)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text, counts


def _without_suspects(text: str) -> tuple[str, Counts]:
    surrogates = 0
    if _SURROGATE.search(text):
        # Halves that stand side by side become one character; the others become U+FFFD.
        before = text.count("\ufffd")
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        surrogates = text.count("\ufffd") - before
    text = _LINE_END.sub("\n", text)
    text, controls = _CONTROL.subn("", text)
    before = len(text)
    text = _C1.sub(lambda found: _CP1252[ord(found.group())], text)
    text = _TAG.sub(lambda found: found.group(1) or "", text)
    controls += before - len(text)
    text, bidi = _BIDI.subn("", text)
    return text, Counts(controls=controls, bidi=bidi, surrogates=surrogates)


def limit_marks(text: str, mark_run: int = MARK_RUN) -> tuple[str, int]:
    """`text` with at most `mark_run` combining marks in a row, and how many were dropped. Linear."""
    if not may_hold_run(text, mark_run):
        return text, 0
    runs = _PERHAPS_RUN if mark_run >= MARK_RUN else re.compile(f"{_PERHAPS_MARK}{{{mark_run + 1},}}")
    shorter = runs.sub(lambda found: _cut_runs(found.group(), mark_run), text)
    return shorter, len(text) - len(shorter)


def may_hold_run(text: str, mark_run: int = MARK_RUN) -> bool:
    """Whether `text` could hold more than `mark_run` marks in a row; cheap, and never wrongly False."""
    # A run of n + 1 characters covers every (n + 1)-th position once: looking at these alone is enough.
    step = min(mark_run, MARK_RUN) + 1
    hits = (found.start() * step + step - 1 for found in _PERHAPS_MARKS.finditer(text[step - 1 :: step]))
    if step <= MARK_RUN:
        return next(hits, None) is not None
    return any(_PERHAPS_RUN.search(text, max(0, at - MARK_RUN), at + step) for at in hits)


def _cut_runs(text: str, mark_run: int) -> str:
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run <= mark_run:
            kept.append(char)
    return "".join(kept)
