"""A page's title: what most of its sources agree on, the site's name taken off where something shows that it is one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

# What a source's word counts, against the headline that a reader sees. Fitted on 1,900 annotated pages of five sets:
# a news article's headline in JSON-LD is the newsroom's own and outweighs the shown one; of other articles and of
# things it is what plugins take from the fields for search engines. OpenGraph, cards and the document's
# title are one field of most editors, for search engines: where they agree they count little more than one of them.
SHOWN, OTHER_SHOWN, STATED, STATED_OTHER, SEARCH, SEARCH_AGAIN = 1.65, 0.4, 2.2, 0.3, 1.0, 0.15

_SEPARATOR = re.compile(r"\s+(?:[|•·»«—–\-/<>]{1,2}|::)\s+|\s*[|»｜ㅣ：]\s*|\s[—–-]|[—–]\s")
_LEADING = re.compile(r"^([^:：]{3,60})(?::\s+|：\s*)(?=\S{3})")
_ANCHOR = re.compile(r"\s*[¶§#🔗]+\s*$")  # the link to itself that documentation puts behind a heading
_WORD = re.compile(r"\w+")
_DASHES = "-–—|｜ㅣ"
HEADINGS = 20
# Measured on 1,495 pages: 0.3 gives 1,188 titles equal to the annotated one, 0.5 1,176, 0.7 1,143.
AGREEMENT = 0.3
LEAST_NAME = 3  # letters and digits of a site's name
LEAST_INSIDE = 5  # of one that is looked for inside a longer name


class Source(Enum):
    """Where a title stands."""

    SHOWN = "shown"  # the page's headline
    OTHER_SHOWN = "other-shown"  # another heading of the first rank
    STATED = "stated"  # headline of a news article in JSON-LD
    STATED_OTHER = "stated-other"  # headline or name of anything else there
    SEARCH = "search"  # OpenGraph, cards, the document's title: for others to show


class Candidate(NamedTuple):
    """A title that a source gives."""

    text: str
    source: Source


_WEIGHTS = {
    Source.SHOWN: SHOWN, Source.OTHER_SHOWN: OTHER_SHOWN, Source.STATED: STATED, Source.STATED_OTHER: STATED_OTHER,
}  # fmt: skip


def choose(
    candidates: Sequence[Candidate],
    sites: Iterable[str],
    lines: Iterable[tuple[str, bool]] = (),
    section: str = "",
) -> str | None:
    """The title that the sources give most weight to; the first of them where two are even. None without any.

    `sites` are names of the site: a candidate that is one does not count, and one that ends or begins with one loses
    it. `lines` are texts that stand alone on the page, with whether they are headings: a title that begins with one,
    and a separator, is that line. `section` is what the page calls the part of the site it belongs to: as the end of
    a title behind a dash or a bar it is no part of it.
    """
    names = {letters_of(name) for name in sites if len(letters_of(name)) >= LEAST_NAME}
    alone = {letters_of(text): heading for text, heading in lines if text}
    votes: dict[str, float] = {}
    texts: dict[str, str] = {}
    searched: dict[str, int] = {}
    headlines = _headlines(candidates, names)
    names |= _tails(candidates, alone, headlines)
    bare = {text: without_site(_ANCHOR.sub("", text).strip(), names, alone, headlines) for text, _ in candidates}
    bare = {text: _without_section(own, section) for text, own in bare.items()}
    for text, source in candidates:
        own = bare[text]
        key = letters_of(own)
        if not key or key in names:
            continue
        if source is Source.SEARCH:
            weight = SEARCH_AGAIN if key in searched else SEARCH
            searched[key] = 1
        else:
            weight = _WEIGHTS[source]
        votes[key] = votes.get(key, 0.0) + weight
        texts.setdefault(key, own)
    if not votes:
        return next((text for text, _ in candidates if text), None)
    best = max(votes.values())
    return next(texts[key] for key, vote in votes.items() if vote >= best - 1e-9)


def _headlines(candidates: Sequence[Candidate], names: set[str]) -> set[str]:
    """What the page shows as its headline and its data call so too, or what it shows where a title ends in its site.

    A page that heads itself with the site's name writes that name behind its title, and no other one behind that.
    """
    shown = _texts_of(candidates, Source.SHOWN)
    stated = _texts_of(candidates, Source.STATED) | _texts_of(candidates, Source.STATED_OTHER)
    if shown & stated:
        return shown & stated
    ends = (next(parts(text), "") for text, source in candidates if source is Source.SEARCH)
    return shown if any(names_site(end, names) and letters_of(end) not in shown for end in ends) else set()


def _texts_of(candidates: Sequence[Candidate], wanted: Source) -> set[str]:
    return {letters_of(text) for text, source in candidates if source is wanted}


def _tails(candidates: Sequence[Candidate], alone: Mapping[str, bool], headlines: set[str]) -> set[str]:
    """The ends of titles whose beginnings stand alone on the page, and the beginnings of those whose ends do.

    What goes with the headline is no headline.
    """
    found: set[str] = set()
    for text, source in candidates:
        marks = list(_SEPARATOR.finditer(text)) if source is Source.SEARCH else []
        if not marks or alone.get(letters_of(text)):
            continue
        head, tail = letters_of(text[: marks[-1].start()]), letters_of(text[marks[-1].end() :])
        if head in alone and tail not in headlines:
            found.add(tail)
        elif any(alone.get(letters_of(text[mark.end() :])) for mark in marks):
            found.add(letters_of(text[: marks[0].start()]))
    return found


def without_site(title: str, names: set[str], alone: Mapping[str, bool], headlines: Collection[str] = ()) -> str:
    """The title without the parts that name the site. A part that is a headline (`letters_of`) is it."""
    while marks := list(_SEPARATOR.finditer(title)):
        first, last = marks[0], marks[-1]
        if letters_of(title[last.end() :]) in names:
            title = title[: last.start()].strip()
            continue
        if alone.get(letters_of(title)):
            return title
        heads = (title[: mark.start()] for mark in reversed(marks))
        tails = (title[mark.end() :] for mark in marks)
        standing = [part for part in (*heads, *tails) if letters_of(part) in alone and letters_of(part) not in names]
        if standing:
            return next((part for part in standing if letters_of(part) in headlines), standing[0]).strip()
        if names_site(title[last.end() :], names):
            title = title[: last.start()].strip()
        elif names_site(title[: first.start()], names):
            title = title[first.end() :].strip()
        else:
            break
    leading = _LEADING.match(title)
    if leading and (
        letters_of(leading[1]) in names
        or (alone.get(letters_of(title[leading.end() :])) and letters_of(title) not in alone)
    ):
        return title[leading.end() :].strip()
    return title


def _without_section(title: str, section: str) -> str:
    end = title.rstrip().removesuffix(section).rstrip() if section else title
    return end.rstrip(_DASHES).rstrip() if end != title and end.endswith(tuple(_DASHES)) else title


def names_site(part: str, names: set[str]) -> bool:
    """Whether a part of a title is a name of the site, or one with words around it."""
    own = letters_of(part)
    return len(own) >= LEAST_NAME and any(
        own == name or (len(name) >= LEAST_INSIDE and (name in own or (len(own) >= LEAST_INSIDE and own in name)))
        for name in names
    )


def parts(title: str) -> Iterator[str]:
    """The last and the first part of a title, which may be the site's name."""
    marks = list(_SEPARATOR.finditer(title))
    if marks:
        yield title[marks[-1].end() :].strip()
        yield title[: marks[0].start()].strip()
    if leading := _LEADING.match(title):
        yield leading[1].strip()


def agreement(one: str, other: str) -> float:
    """The share of words two texts have in common (Dice), 0..1."""
    a, b = _WORD.findall(one.casefold()), _WORD.findall(other.casefold())
    shared = sum(min(a.count(word), b.count(word)) for word in set(a))
    return 2 * shared / max(1, len(a) + len(b))


@lru_cache(maxsize=4_096)
def letters_of(text: str) -> str:
    """The letters and figures of a text, case folded."""
    return "".join(_WORD.findall(text.casefold()))
