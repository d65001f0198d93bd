"""The names of authors in bylines: lines of text that say who wrote, when, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.metadata.names import (
    AGENCIES,
    AND,
    EDGES,
    each_once,
    is_role,
    names_in,
    opening,
    organisation,
    without_dates,
    without_mail,
)
from cleaner.metadata.vocabulary import alternatives, may_hold, words_of

NAME_WORDS = 6
BYLINE_CHARS = 400

_HANDLE_WORD = re.compile(r"[a-z][a-z0-9_.-]{2,29}$")
_SEPARATOR = re.compile(r"\s*(?:[|•·⋅●■▪]|\s[–—\-]\s|\s[–—]|[–—]\s|\s{2,}|\s/\s)\s*")
_JOINER = re.compile(rf"^(?:,|&|\+|/|{AND})$", re.IGNORECASE)
_TIMES = re.compile(
    r"\b\d{1,3}\+?\s?(?:-\s?)?(?:min|mins|minutes?|minuten|minutos|minuti|hours?|hrs?|days?|weeks?|months?|stunden?|tagen?"
    r"|heures?|jours?)\b(?:\s(?:read|ago|lesezeit|de lecture|de lectura|di lettura|lesen))?"
    r"|\b[0-2]?\d[:.h][0-5]\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s(?:uhr|[A-Z]{2,4}))?",
    re.IGNORECASE,
)
_BY_INSIDE = re.compile(r"(?<!\S)(\S+)\s+(?=by\s[^\W\d_])|\s(?=(?:作者|記者|记者|文)\s?[:：])", re.IGNORECASE)
_FURTHER_LABEL = re.compile(r"\s\w{1,12}[:：]")
_FOR = re.compile(r"(?<=\w)\s(?:for|in(?!\s['’])|at|on|from|für|pour|para|reports?|and\sthe|is|was)\s")


def byline(text: str, *, marked: bool, handles: bool = False) -> tuple[str, ...]:
    """The names of authors in a byline: a line, or several that stand for the elements of it.

    Where a word like "by" opens a name, only names so opened count; where none does, `marked` says that the page's
    markup calls the text a byline, and its first names count. Dates, credits of photographs, roles and controls of
    the page are stepped over. `handles`: a name may be one word in small letters, as users of a site have.

    >>> byline("March 5, 2024 by Lena Marsh", marked=True)
    ('Lena Marsh',)
    >>> byline("Story by Lena Marsh. Photos by Tom Reed", marked=False)
    ('Lena Marsh',)
    """
    pieces = list(_pieces(text[:BYLINE_CHARS]))
    opened = any(kind == "by" for kind, _ in pieces)
    if not opened and not marked:
        return ()
    found: list[str] = []
    taking, skipping = not opened, False
    for kind, piece in pieces:
        if kind:
            taking, skipping = kind == "by", kind == "credit" and not piece
        elif skipping:
            skipping = False
            continue
        if not piece or not taking or _JOINER.match(piece) or (found and is_role(piece)):
            continue
        names = [
            name
            for name in map(_trim_name, names_in(piece))
            if _is_visible_name(name) or (handles and _HANDLE_WORD.match(name))
        ]
        # Behind a name only what is plainly another one goes on: no paper, no place, no control of the page.
        if found and not kind:
            names = names if all(map(_is_full_name, names)) else []
            taking = bool(names)
        found += [
            name
            for number, name in enumerate(names)
            if not (found or number) or not (organisation().search(name) or (number and _is_place(name, names[0])))
        ]
    return each_once(found)


def _is_place(name: str, first: str) -> bool:
    """Whether one word behind a given and a family name is where they wrote ("Ada Quay, Hamburg"), and no agency."""
    return " " not in name and name[:1].isupper() and " " in first and name.casefold() not in AGENCIES


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a byline with what opens each: "by", "credit", or nothing."""
    if any(map(str.isdigit, text)):
        text = _TIMES.sub("\n", without_dates(text))
    credited = may_hold("credit", text)
    text = _credit_inside().sub("\n", without_mail(text)) if credited else without_mail(text)
    for row in _BY_INSIDE.sub(_separate_by, text).split("\n"):
        taken = False
        for part in _SEPARATOR.split(row.strip()):
            piece = part.strip(EDGES.replace(",", ""))
            if not piece:
                continue
            if credited and (credit := _credit().match(piece)):
                yield "credit", piece[credit.end() :].strip(EDGES)
            elif may_hold("by", piece) and (opened := opening().match(piece)):
                taken = True
                yield "by", piece[opened.end() :].strip(EDGES)
            elif not taken:  # what a dash or a bar sets off from a name is where it was written, and for whom
                taken = True
                yield "", piece


def _separate_by(found: re.Match[str]) -> str:
    """A line end before "by", which stands in no name, unless the word before it belongs to it ("Photos by")."""
    before = found[1]
    if before is None:
        return "\n"
    word = before.casefold().strip(".,;(")
    return found[0] if word in words_of("credit") or f"{word} by" in words_of("by") else f"{before}\n"


@lru_cache(maxsize=1)
def _credit() -> re.Pattern[str]:
    listed = "|".join(alternatives(words_of("credit")))
    return re.compile(
        rf"^(?:{listed})(?:\s(?:and|&|und|et|y|e)\s(?:{listed}))?(?:\s*[:：/]\s*|\s+(?:by|von|par|por|de|di|door|av|af)(?:\s+|$)|\s?(?:©|$)|(?<=[\u3040-\ud7a3]))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _credit_inside() -> re.Pattern[str]:
    listed = "|".join(alternatives(words_of("credit")))
    return re.compile(
        rf"[.,;(]?(?<!medically)\s+(?=(?:{listed})(?:\s*[:：]|\s(?:by|von|par|por|de|di|door|av|af)\s))", re.IGNORECASE
    )


def _is_full_name(name: str) -> bool:
    """Whether a name has a given and a family name, as scripts with capitals write them, and is of no organisation."""
    words = name.split()
    if words[0][0].lower() == words[0][0].upper():
        return len(name) <= NAME_WORDS
    capital = [word[0].isupper() for word in words]
    return len(words) >= 2 and capital[0] and capital[-1] and not organisation().search(name)


def _trim_name(name: str) -> str:
    """The name up to a word that leads on ("for the Post"), without small words at its end ("new")."""
    words = _FURTHER_LABEL.split(_FOR.split(name, maxsplit=1)[0], maxsplit=1)[0].split()
    while len(words) > 2 and words[-1].islower() and words[0][0].isupper():
        words = words[:-1]
    return " ".join(words).strip(EDGES)


def _is_visible_name(name: str) -> bool:
    """Whether a name in the text of a page is one: short, without figures, with a capital where its script has them."""
    cased = [word for word in name.split() if word[0].lower() != word[0].upper()]
    return (
        len(name.split()) <= NAME_WORDS
        and not any(map(str.isdigit, name))
        and (not cased or any(word[0].isupper() for word in cased))
        and not name.endswith(("?", "!", "…", "..."))
    )
