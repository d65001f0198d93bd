"""Names of people as bylines and metadata write them, freed of what stands around them."""

from __future__ import annotations

import html
import re

NAME_CHARS = 80
NAME_WORDS = 8
AUTHORS = 12

_LABEL = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|reported|reviewed|edited|created|story|words|text|guest post)\s+)?by"
    r"|author|authors|von|par|por|di|door|autor|autora|auteur|autore|av|af|автор|tekst|texte|texto|text|redakcja"
    r"|yazar|作者|文|記者|기자)\s*(?::|\b)\s*",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://|www\.|\.(?:com|org|net|de|fr|uk)\b/", re.IGNORECASE)
_MAIL = re.compile(r"\s*[(<\[]?\S+@\S+\.\w+[)>\]]?")
_TRAIL = re.compile(
    r"\s*(?:[|•·–—⋅]|\bon\s+\S*\d|\d{1,2}[./:-]\d|\b(?:updated|published|posted|last|reviewed|share|follow)\b|\s-\s"
    r"|\b[^\W\d_]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d|\b\d{1,2}\.?\s[^\W\d_]{3,10}\.?,?\s(?:19|20)\d\d).*$",
    re.IGNORECASE | re.DOTALL,
)
# What follows a name: what the person does, or how learned they are.
_ROLE = re.compile(
    r"\b(?:director|editor|founder|reviewer|expert|reporter|writer|manager|correspondent|officer|ceo|cto|president"
    r"|chief|senior|contributor|marketing|staff|head of|specialist|analyst|consultant|engineer|professor|teacher"
    r"|security|md|phd|ph\.d|rd|rdn|cpa|dvm|mba|esq|jr|sr|m\.d)\b",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(
    r"\b(?:share|posts?|view|more|read|comments?|subscribe|follow|sign|log ?in|views?|minutes?|ago|reviews?"
    r"|testimonials?|finance|january|february|august|september|october|november|december|today|yesterday|about"
    r"|contact|menu)\b"
    r"|(?:19|20)\d\d|\w\.\w+\.\w+\.",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\s&\s|\s\|\s|/|\s+(?:and|und|et|y|e|en|og|och|и|та|ve|with|mit)\s+)\s*", re.IGNORECASE)
_NOBODY = frozenset(
    "admin administrator editor editors editorial staff anonymous unknown guest none null undefined wordpress webmaster"
    " user root author authors by redaktion redaction redazione redacción redacao contributor contributors team".split()
)


def people(values: list[str]) -> tuple[str, ...]:
    """The names in `values`, split, cleaned, without repeats or placeholders ("admin"), at most a dozen."""
    found: dict[str, str] = {}
    for value in values:
        text = " ".join(html.unescape(value).split())
        if not text or len(text) > NAME_CHARS * 6 or _URL.search(text):
            continue
        text = _MAIL.sub("", _LABEL.sub("", text))
        for part in _parts(text):
            name = _person(part)
            if name:
                found.setdefault(name.casefold(), name)
    return tuple(found.values())[:AUTHORS]


def _parts(text: str) -> list[str]:
    parts = [part for part in _SPLIT.split(text) if part]
    # "Last, First" is one name; "A Person, B Person" are two.
    return [piece for part in parts for piece in _pieces(part)]


def _pieces(text: str) -> list[str]:
    if "," not in text:
        return [text]
    if _lists(text):
        return [piece for piece in text.split(",") if not _ROLE.search(piece)]
    name, _, rest = text.partition(",")
    return [name] if _ROLE.search(rest) else [text]


def _lists(text: str) -> bool:
    pieces = [piece.split() for piece in text.split(",")]
    return len(pieces) > 1 and all(2 <= len(piece) <= 4 for piece in pieces)


def _person(text: str) -> str | None:
    name = _TRAIL.sub("", _LABEL.sub("", text.strip(' \t\n,;:.|-–—•·"“”'))).strip(" ,;:|-–—•·@")
    if not name or len(name) > NAME_CHARS or len(name.split()) > NAME_WORDS:
        return None
    if not any(map(str.isalpha, name)) or name.casefold() in _NOBODY or _NOT_NAMES.search(name):
        return None
    return name
