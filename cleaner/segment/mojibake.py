"""Text that was encoded as UTF-8 and decoded as windows-1252 before it was encoded again: `automÃ³vil`."""

from __future__ import annotations

import re

# The characters that windows-1252 has for the bytes that follow the first one of a character in UTF-8.
_FOLLOWING = "\x80-\xbf" + "".join(
    char for byte in range(0x80, 0xA0) if len(char := bytes((byte,)).decode("cp1252", "ignore")) == 1
)
_TWICE = re.compile(f"[\xc2-\xdf][{_FOLLOWING}]|[\xe0-\xef][{_FOLLOWING}]{{2}}|[\xf0-\xf4][{_FOLLOWING}]{{3}}")
_OTHER = re.compile(r"[^\W\x00-\x7f]")
# What nearly every such text holds: the first characters of what was Latin, of quotation marks, of what was Cyrillic.
SIGNS = ("Ã", "â€", "Ð")
MIN_CHARACTERS = 5


def decode_twice(text: str) -> tuple[str, int]:
    """`text` with the characters put right that were encoded twice, and how many.

    Only where these are the rule: at least MIN_CHARACTERS of them, and more than letters that are right as they are.
    """
    if text.isascii() or not any(sign in text for sign in SIGNS):
        return text, 0
    found = [one[0] for one in _TWICE.finditer(text) if _decode_character(one[0])]
    if len(found) < MIN_CHARACTERS or 2 * len(found) < len(_OTHER.findall(_TWICE.sub("", text))):
        return text, 0
    return _TWICE.sub(lambda one: _decode_character(one[0]) or one[0], text), len(found)


def _decode_character(characters: str) -> str:
    """The character these were, or nothing."""
    try:
        return b"".join(_byte(char) for char in characters).decode()
    except UnicodeError:
        return ""


def _byte(char: str) -> bytes:
    return bytes((ord(char),)) if ord(char) < 0x100 else char.encode("cp1252")
