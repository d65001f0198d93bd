"""Names of people as metadata writes them, freed of what stands around them. `bylines` reads them out of lines of text.

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
AUTHORS = 20

_URL = re.compile(r"https?:|www\.|\.(?:com|org|net|de|fr|uk)\b/", re.IGNORECASE)
# Both only from where a run begins: tried from each of its characters, a long one would be quadratic.
_MAIL = re.compile(r"(?<!\S)[^\s@]+@\S+\.\w+[)>\]]?")
_HANDLE = re.compile(r"(?<!\w)@\w[\w.]*")
_ASIDE = re.compile(r"\s*[(（\[【][^()（）\[\]]{0,60}[)）\]】]")
AND = r"and|und|et|y|e|en|og|och|и|та|ve|with|mit|oraz|i|ja|és|și|και|dan|और"
_SPLIT = re.compile(rf"\s*(?:\n|;|\s&\s|\s\|\s|/|／|、|\s\+\s)\s*|,?\s+(?:{AND}|e também)\s+", re.IGNORECASE)
EDGES = ' \t\n,;:.：|-–—•·●"“”«»*_~>'
_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_KOREAN_TITLE = re.compile(r"\s(?:기자|특파원|선임기자|논설위원|인턴기자)$")
_PREPOSITIONS = frozenset(
    "on at in for from to the of with am um im in den vom für aus le à la du de des dans pour el en a para il alle su"
    " nel in no na em op om i på w we в на о от για στις".split()
)
AGENCIES = frozenset("dpa sid afp epd kna apa ansa efe tass ritzau tt ntb stt pap".split())
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
            found += names_in(opening().sub("", without_dates(text), count=1))
    return each_once(found)


def without_mail(text: str) -> str:
    """The text with a line end in place of each address of mail."""
    return _MAIL.sub("\n", text) if "@" in text else text


def without_dates(text: str) -> str:
    """The text with a line end in place of each date."""
    if not any(map(str.isdigit, text)):
        return text
    for found in reversed(find(text)):
        text = f"{text[: found.start]}\n{text[found.end :]}"
    return text


@lru_cache(maxsize=1)
def opening() -> re.Pattern[str]:
    """What opens a name: a word of `by` with space or a colon behind it, or at the end."""
    return re.compile(
        rf"^\W{{0,3}}(?:{'|'.join(alternatives(words_of('by')))})(?:\s*[:：／/|]\s*|\s+|$|(?<=[\u3040-\ud7a3]))",
        re.IGNORECASE,
    )


def names_in(text: str) -> Iterator[str]:
    """The names in a text that holds names and what belongs to them."""
    if "@" in text:
        text = _HANDLE.sub(" ", _MAIL.sub(" ", text))
    text = text.strip(EDGES)
    inner = _ASIDE.sub("", text).strip(EDGES)
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
    if single and not is_role(pieces[1]):
        yield " ".join(pieces if pieces[1].casefold().rstrip(".") in _ROMAN else reversed(pieces))
        return
    for number, piece in enumerate(pieces):
        agency = piece.casefold() in AGENCIES
        # Degrees and licences: "MS, RDN". A list of initials only is one of names.
        if number and not agency and _DEGREE.match(piece) and not _DEGREE.match(pieces[0]):
            continue
        if is_role(piece) or (number and not agency and (organisation().search(piece) or not _begins_name(piece))):
            continue
        yield piece


def _begins_name(piece: str) -> bool:
    return not piece[0].islower() or len(piece.split()) <= 1


def is_role(piece: str) -> bool:
    """Whether a piece of a text names what somebody does ("Senior Editor"), and not who it is."""
    return may_hold("role", piece) and pattern_of("role").search(piece) is not None


@lru_cache(maxsize=1)
def organisation() -> re.Pattern[str]:
    """A word that stands in names of papers, agencies and other organisations."""
    return re.compile(
        r"\b(?:Times|Post|News|Press|Journal|Herald|University|Magazine|Daily|Tribune|Gazette|Telegraph|Guardian|Reuters"
        r"|AP|AFP|dpa|Inc|Ltd|LLC|GmbH|Media|Network|Agency|Institute|Observer|Bloomberg|College|School|Hospital|Centre"
        r"|Center|Foundation|Association|Society|Company|Group|Today|Online|Zeitung|Tageblatt|TV|Radio)\b|\.(?:com|org|net|de)\b|新聞|新闻|時報|日报|통신|新報"
    )


def _person(text: str) -> str | None:
    name = _KOREAN_TITLE.sub("", opening().sub("", text.strip(EDGES), count=1)).strip(EDGES + "@")
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
    return " ".join(words).strip(EDGES)


def each_once(names: list[str]) -> tuple[str, ...]:
    """Each name once; its address ("ada-quay") and its handle ("adaquay") are the same name."""
    found: dict[str, str] = {}
    for name in names:
        key = "".join(_WORD.findall(name.casefold().replace(".", "").replace("'", "").replace("’", "")))
        if key not in found or (found[key].islower() and not name.islower()):
            found[key] = name
    return tuple(found.values())[:AUTHORS]
