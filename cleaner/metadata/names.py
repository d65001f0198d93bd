"""Names of people as bylines and metadata write them, freed of what stands around them.

nameparser and probablepeople were tried: they take a name apart that stands alone, and make "By" a first name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cleaner.metadata.dates import find
from cleaner.metadata.values import plain
from cleaner.metadata.vocabulary import alternatives, may_hold, pattern_of, words_of

NAME_CHARS = 80
NAME_WORDS = 8
BYLINE_NAME_WORDS = 6
AUTHORS = 20
BYLINE_CHARS = 400

_URL = re.compile(r"https?:|www\.|\.(?:com|org|net|de|fr|uk)\b/", re.IGNORECASE)
# Both only from where a run begins: tried from each of its characters, a long one would be quadratic.
_MAIL = re.compile(r"(?<!\S)[^\s@]+@\S+\.\w+[)>\]]?")
_HANDLE = re.compile(r"(?<!\w)@\w[\w.]*")
_HANDLE_WORD = re.compile(r"[a-z][a-z0-9_.-]{2,29}$")
_ASIDE = re.compile(r"\s*[(（\[【][^()（）\[\]]{0,60}[)）\]】]")
_AND = r"and|und|et|y|e|en|og|och|и|та|ve|with|mit|oraz|i|ja|és|și|και|dan|और"
_SPLIT = re.compile(rf"\s*(?:\n|;|\s&\s|\s\|\s|/|／|、|\s\+\s)\s*|,?\s+(?:{_AND}|e também)\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:[|•·⋅●■▪]|\s[–—\-]\s|\s[–—]|[–—]\s|\s{2,}|\s/\s)\s*")
_JOINER = re.compile(rf"^(?:,|&|\+|/|{_AND})$", re.IGNORECASE)
_TIMES = re.compile(
    r"\b\d{1,3}\+?\s?(?:-\s?)?(?:min|mins|minutes?|minuten|minutos|minuti|hours?|hrs?|days?|weeks?|months?|stunden?|tagen?"
    r"|heures?|jours?)\b(?:\s(?:read|ago|lesezeit|de lecture|de lectura|di lettura|lesen))?"
    r"|\b[0-2]?\d[:.h][0-5]\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s(?:uhr|[A-Z]{2,4}))?",
    re.IGNORECASE,
)
_EDGES = ' \t\n,;:.：|-–—•·●"“”«»*_~>'
_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_KOREAN_TITLE = re.compile(r"\s(?:기자|특파원|선임기자|논설위원|인턴기자)$")
_PREPOSITIONS = frozenset(
    "on at in for from to the of with am um im in den vom für aus le à la du de des dans pour el en a para il alle su"
    " nel in no na em op om i på w we в на о от για στις".split()
)
_AGENCIES = frozenset("dpa sid afp epd kna apa ansa efe tass ritzau tt ntb stt pap".split())
_DEGREE = re.compile(r"[A-Z][A-Z.]{1,6}$")
_ROMAN = frozenset(("jr", "sr", "ii", "iii", "iv"))


def people(values: Iterable[str]) -> tuple[str, ...]:
    """The names in the values of fields that hold names and nothing else, split and cleaned, each once.

    Placeholders ("admin"), addresses and roles are left out; at most twenty.

    >>> people(["Ada Quay and Ben Pier, Senior Editor", "admin"])
    ('Ada Quay', 'Ben Pier')
    """
    found: list[str] = []
    for value in values:
        text = plain(value)
        if text and len(text) <= NAME_CHARS * 6 and not _URL.search(text):
            found += _names(_opening().sub("", _without_dates(text), count=1))
    return _distinct(found)


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
        if not piece or not taking or _JOINER.match(piece) or (found and _is_role(piece)):
            continue
        names = [
            name
            for name in map(_trim_name, _names(piece))
            if _is_visible_name(name) or (handles and _HANDLE_WORD.match(name))
        ]
        # Behind a name only what is plainly another one goes on: no paper, no place, no control of the page.
        if found and not kind:
            names = names if all(map(_is_full_name, names)) else []
            taking = bool(names)
        found += [
            name
            for number, name in enumerate(names)
            if not (found or number) or not (_organisation().search(name) or (number and _is_place(name, names[0])))
        ]
    return _distinct(found)


def _is_place(name: str, first: str) -> bool:
    """Whether one word behind a given and a family name is where they wrote ("Ada Quay, Hamburg"), and no agency."""
    return " " not in name and name[:1].isupper() and " " in first and name.casefold() not in _AGENCIES


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a byline with what opens each: "by", "credit", or nothing."""
    if any(map(str.isdigit, text)):
        text = _TIMES.sub("\n", _without_dates(text))
    credited = may_hold("credit", text)
    text = _credit_inside().sub("\n", _without_mail(text)) if credited else _without_mail(text)
    for row in _BY_INSIDE.sub(_separate_by, text).split("\n"):
        taken = False
        for part in _SEPARATOR.split(row.strip()):
            piece = part.strip(_EDGES.replace(",", ""))
            if not piece:
                continue
            if credited and (credit := _credit().match(piece)):
                yield "credit", piece[credit.end() :].strip(_EDGES)
            elif may_hold("by", piece) and (opening := _opening().match(piece)):
                taken = True
                yield "by", piece[opening.end() :].strip(_EDGES)
            elif not taken:  # what a dash or a bar sets off from a name is where it was written, and for whom
                taken = True
                yield "", piece


def _without_mail(text: str) -> str:
    return _MAIL.sub("\n", text) if "@" in text else text


def _without_dates(text: str) -> str:
    if not any(map(str.isdigit, text)):
        return text
    for found in reversed(find(text)):
        text = f"{text[: found.start]}\n{text[found.end :]}"
    return text


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """What opens a name: a word of `by` with space or a colon behind it, or at the end."""
    return re.compile(
        rf"^\W{{0,3}}(?:{'|'.join(alternatives(words_of('by')))})(?:\s*[:：／/|]\s*|\s+|$|(?<=[\u3040-\ud7a3]))",
        re.IGNORECASE,
    )


_BY_INSIDE = re.compile(r"(?<!\S)(\S+)\s+(?=by\s[^\W\d_])|\s(?=(?:作者|記者|记者|文)\s?[:：])", re.IGNORECASE)


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


def _names(text: str) -> Iterator[str]:
    """The names in a text that holds names and what belongs to them."""
    if "@" in text:
        text = _HANDLE.sub(" ", _MAIL.sub(" ", text))
    text = text.strip(_EDGES)
    inner = _ASIDE.sub("", text).strip(_EDGES)
    for part in _SPLIT.split(inner or text):
        for piece in _split_list(part):
            name = _person(piece)
            if name:
                yield name


def _split_list(text: str) -> Iterator[str]:
    """The names of a list with commas. "Last, First" is one name; what follows a name may be a role or a paper."""
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    if len(pieces) < 2:
        yield text
        return
    single = len(pieces) == 2 and all(len(piece.split()) == 1 and piece[:1].isupper() for piece in pieces)
    if single and not _is_role(pieces[1]):
        yield " ".join(pieces if pieces[1].casefold().rstrip(".") in _ROMAN else reversed(pieces))
        return
    for number, piece in enumerate(pieces):
        agency = piece.casefold() in _AGENCIES
        # Degrees and licences: "MS, RDN". A list of initials only is one of names.
        if number and not agency and _DEGREE.match(piece) and not _DEGREE.match(pieces[0]):
            continue
        if _is_role(piece) or (number and not agency and (_organisation().search(piece) or not _begins_name(piece))):
            continue
        yield piece


def _begins_name(piece: str) -> bool:
    return not piece[0].islower() or len(piece.split()) <= 1


def _is_role(piece: str) -> bool:
    return may_hold("role", piece) and pattern_of("role").search(piece) is not None


@lru_cache(maxsize=1)
def _organisation() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:Times|Post|News|Press|Journal|Herald|University|Magazine|Daily|Tribune|Gazette|Telegraph|Guardian|Reuters"
        r"|AP|AFP|dpa|Inc|Ltd|LLC|GmbH|Media|Network|Agency|Institute|Observer|Bloomberg|College|School|Hospital|Centre"
        r"|Center|Foundation|Association|Society|Company|Group|Today|Online|Zeitung|Tageblatt|TV|Radio)\b|\.(?:com|org|net|de)\b|新聞|新闻|時報|日报|통신|新報"
    )


def _person(text: str) -> str | None:
    name = _KOREAN_TITLE.sub("", _opening().sub("", text.strip(_EDGES), count=1)).strip(_EDGES + "@")
    name = _without_edges(name.split())
    if not name or len(name) > NAME_CHARS or len(name.split()) > NAME_WORDS:
        return None
    folded = name.casefold()
    if not any(map(str.isalpha, name)) or folded in words_of("nobody") or folded in words_of("published"):
        return None
    words = _WORD.findall(name)
    never = words_of("never")
    if not words or words[0].casefold() in never or any(word in never for word in words):
        return None
    return None if all(word.casefold() in words_of("role") for word in words) else name


def _without_edges(words: list[str]) -> str:
    """The words without prepositions, labels of dates and roles at their ends, as long as a name is left."""
    drop = words_of("role")
    while words and (
        words[-1].rstrip(".:,") in _PREPOSITIONS
        or words[-1].casefold().rstrip(":,") in words_of("published") | words_of("modified")
    ):
        words = words[:-1]
    while len(words) > 2 and words[-1].casefold().strip(".,") in drop:
        words = words[:-1]
    while len(words) > 2 and words[0].casefold().strip(".,") in drop:
        words = words[1:]
    return " ".join(words).strip(_EDGES)


def _is_full_name(name: str) -> bool:
    """Whether a name has a given and a family name, as scripts with capitals write them, and is of no organisation."""
    words = name.split()
    if words[0][0].lower() == words[0][0].upper():
        return len(name) <= BYLINE_NAME_WORDS
    capital = [word[0].isupper() for word in words]
    return len(words) >= 2 and capital[0] and capital[-1] and not _organisation().search(name)


def _trim_name(name: str) -> str:
    """The name up to a word that leads on ("for the Post"), without small words at its end ("new")."""
    words = _FURTHER_LABEL.split(_FOR.split(name, maxsplit=1)[0], maxsplit=1)[0].split()
    while len(words) > 2 and words[-1].islower() and words[0][0].isupper():
        words = words[:-1]
    return " ".join(words).strip(_EDGES)


_FURTHER_LABEL = re.compile(r"\s\w{1,12}[:：]")
_FOR = re.compile(r"(?<=\w)\s(?:for|in(?!\s['’])|at|on|from|für|pour|para|reports?|and\sthe|is|was)\s")


def _is_visible_name(name: str) -> bool:
    """Whether a name in the text of a page is one: short, without figures, with a capital where its script has them."""
    cased = [word for word in name.split() if word[0].lower() != word[0].upper()]
    return (
        len(name.split()) <= BYLINE_NAME_WORDS
        and not any(map(str.isdigit, name))
        and (not cased or any(word[0].isupper() for word in cased))
        and not name.endswith(("?", "!", "…", "..."))
    )


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Each name once; its address ("ada-quay") and its handle ("adaquay") are the same name."""
    found: dict[str, str] = {}
    for name in names:
        key = "".join(_WORD.findall(name.casefold().replace(".", "").replace("'", "").replace("’", "")))
        if key not in found or (found[key].islower() and not name.islower()):
            found[key] = name
    return tuple(found.values())[:AUTHORS]
