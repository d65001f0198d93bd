"""Lines that a page's program sets under a text (ITF): counts of what readers did, its page turns, rows of buttons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from cleaner.measure import Measures, fold
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, by_line, derived
from cleaner.page.shape import FIXED_KINDS, is_list, key_of_line, last_written, line_key, runs_where
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.rules.subject import speaks_of_sites
from cleaner.rules.word_lists import read_lists
from cleaner.types import Block, Category
from cleaner.types.members import ITEM

WORDS, CHARS = 16, 80  # of such a line
LONGEST = 12  # pieces of a word of these: marks of vowels part the words of Hindi
# So many lines that differ in their figures only are a list of the text's; fewer where a text may count so.
ALIKE, MAYBE_ALIKE = 3, 2
PARAGRAPH = 8  # words of a line that is no verse
ROW, WEAK_ROW = 2, 3  # lines of a row, and of one in which each might be a text's own
PAGES = 2  # numbers of pages
LABEL_WORDS = 8  # of a field of a table: "Depth: 12 m"
_FIGURE = re.compile(r"\d+")
# "Comment 3", which may head a paragraph; with brackets, a colon or another word behind it is a count.
_NAMED_FIRST = re.compile(r"[^\d(（\[:：]+\d[\d.,]*\W*")
_THUMBS = re.compile(r"[^\w.,;]*(?:[👍👎❤♥♡▲▼⬆⬇🔁💬👏🔥😀😢😡]️?\s?[\d.,]{1,6}k?\s*){1,6}")
_LETTERS = frozenset(("a", "aa", "aaa", "大", "中", "小", "大中小", "小中大", "特大", "标准", "大小", "ああ", "가"))
_SIZES = re.compile(r"A A A|A ?[-–−] ?(?:A ?)?[|/]? ?A ?\+|A ?\+ ?(?:A ?)?[|/]? ?A ?[-–−]|[-–−] ?A ?\+")
_STARS = re.compile(r"[★☆⭐✩✭\s]{3,20}")
SURE = frozenset(("button", "count", "size", "turn"))


@lru_cache(maxsize=16)
def _listed(name: str) -> frozenset[str]:
    """The words listed under a name in data/interface.toml, as `line_key` gives them."""
    raw = read_lists("interface.toml")
    words: str = raw[name]
    return frozenset(line_key(fold(one)) for one in words.replace("\n", " ").split(";"))


@lru_cache(maxsize=16)
def _any_of(*names: str) -> frozenset[str]:
    return frozenset().union(*map(_listed, names))


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The first word of each entry: a line that begins with another is none of these, as most lines."""
    listed = _any_of("counted", "maybe", "beside", "buttons", "row", "turns", "pages", "sizes")
    return frozenset(one.split()[0] for one in listed if one)


def _parts(words: list[str], known: frozenset[str]) -> list[str]:
    """The entries of a list that these words are, one behind the other, the longest first; nothing where one is none.

    >>> _parts(["average", "rating", "votes", "cast"], frozenset(("average", "rating", "votes", "votes cast")))
    ['average', 'rating', 'votes cast']
    """
    found: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(LONGEST, len(words) - at), 0, -1):
            piece = " ".join(words[at : at + size])
            if piece in known:
                found.append(piece)
                at += size
                break
        else:
            return []
    return found


@by_line
def _kinds(_: Page, block: Block, m: Measures) -> str:
    """What of a page's program a line is and nothing else: "button", "row", "count", "maybe", "turn", "size", or ""."""
    text = block.text
    if not 0 < len(m.folded) <= CHARS or m.words > WORDS or block.kind in FIXED_KINDS or block.kind is ITEM:
        return ""
    if not m.words:
        return "row" if _STARS.fullmatch(text) else ""
    if text[-1] in ".。।" and not text.endswith(("..", "…")):
        return ""
    key = key_of_line(m)
    words = [word for word in key.split() if word != "#"]
    if not words:
        if _THUMBS.fullmatch(m.folded):
            return "count"
        return "figure" if "#" in key and m.words <= 1 else ""
    if words[0] not in _first_words() and words[0] not in _LETTERS:
        return ""
    if _is_size(text, words):
        return "size"
    return _counted(m, words) if "#" in key else _button(words)


def _is_size(text: str, words: list[str]) -> bool:
    """Whether a line sets the size of the letters."""
    if _SIZES.fullmatch(text):
        return True
    for size in range(1, min(4, len(words)) + 1):
        if " ".join(words[:size]) in _listed("sizes"):
            rest = words[size:]
            return bool(rest) and _LETTERS.issuperset(rest)
    return False


def _button(words: list[str]) -> str:
    """Whether words are one button, or several of which one is sure."""
    whole = " ".join(words)
    if whole in _listed("buttons"):
        return "button"
    if whole in _listed("row"):
        return "row"
    parts = _parts(words, _any_of("buttons", "row"))
    return "button" if len(parts) > 1 and not _listed("buttons").isdisjoint(parts) else ""


def _counted(m: Measures, words: list[str]) -> str:
    """Whether the words beside figures are counts, or turns of pages."""
    parts = _parts(words, _any_of("counted", "maybe", "beside"))
    if not _listed("counted").isdisjoint(parts):
        return "count"
    if not _listed("maybe").isdisjoint(parts):
        return "maybe"
    turned = _parts(words, _any_of("turns", "pages"))
    numbers = [int(one) for one in _FIGURE.findall(m.folded) if len(one) <= 5]
    rising = len(numbers) >= PAGES and all(one < two for one, two in pairwise(numbers))
    if rising and not _listed("turns").isdisjoint(turned):
        return "turn"
    return "button" if " ".join(words) in _listed("buttons") else ""


@derived
def _alike(page: Page) -> frozenset[str]:
    """The keys of such lines that stand often: those are a list of the text's."""
    kinds = _kinds(page)
    times = Counter(key_of_line(m) for m, kind in zip(page.measures, kinds, strict=True) if kind in {"count", "maybe"})
    maybe = frozenset(key_of_line(m) for m, kind in zip(page.measures, kinds, strict=True) if kind == "maybe")
    return frozenset(key for key, count in times.items() if count >= (MAYBE_ALIKE if key in maybe else ALIKE))


def _is_introduced(page: Page, index: int) -> bool:
    """Whether the line over a run of such lines announces them: "The clip brought:"."""
    kinds = _kinds(page)
    while index > 0 and kinds[index]:
        index -= 1
    return page.measures[index].words > 1 and page.blocks[index].text.rstrip().endswith((":", "："))


def _is_told_of(page: Page, index: int) -> bool:
    """Whether the text uses a word of a line of counts elsewhere, too: then the count may be the text's."""
    words = [word for word in key_of_line(page.measures[index]).split() if word != "#"]
    told = [word for word in words if word in _listed("maybe") and word not in _listed("beside")]
    return any(joined_text(page).text.count(word) > 1 for word in told)


def _is_field(m: Measures) -> bool:
    """Whether a line is a label and a value."""
    return 1 < m.words <= LABEL_WORDS and not m.ends_sentence and ":" in m.folded[:-1].replace("：", ":")


def _beside(page: Page, index: int) -> Iterable[int]:
    return (at for at in (index - 1, index + 1) if 0 <= at < len(page.blocks))


@rule(
    "ITF001",
    "count-of-readers",
    Category.COUNTER,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Compartido 34 veces", on=("Compartido",)),
        Example(f"{MONDAY}\nSkomentuj (3)\n{MAYOR}", on=("Skomentuj",)),
        Example(ARTICLE + "Bewertung: 4,3 von 5 (23 Stimmen)", on=("Bewertung",)),
        Example(ARTICLE + "조회 1532 추천 12", on=("조회",)),
    ),
    silent=(
        Example(ARTICLE + "Turnout: 61 %\nVotes: 1,204"),
        Example(f"{MONDAY}\nComment 3\n{MAYOR}"),
        Example(ARTICLE + "Views: 12\nLighthouses: 3"),
        Example(ARTICLE + "12 votes for the ferry"),
        Example(ARTICLE + "Rating: 4/5"),
        Example(ARTICLE + "The clip of the ferry brought us this:\n1,204 views\n32 shares"),
        Example(ARTICLE + "Keller won by the votes of the islands.\nVotes: 1,204"),
        Example(ARTICLE + "Anna Keller\n120 votes\nBo Lind\n98 votes"),
    ),
)
def count_of_readers(page: Page) -> Iterator[Finding]:
    """Finds lines that count what readers did with a page, of such words and figures alone.

    Why: a counter says something about the page. A text's own votes stand beside other words, or in a list.
    Example: `Skomentuj (3)`, `1.204 keer bekeken`, `Rating: 4.5/5 (12 votes cast)`
    Source: own observation on scraped texts
    """
    kinds = _kinds(page)
    if not ("count" in kinds or "maybe" in kinds):
        return
    last, own, listed = last_written(page), speaks_of_sites(page), is_list(page)
    for index, kind in enumerate(kinds):
        if kind not in {"count", "maybe"} or key_of_line(page.measures[index]) in _alike(page):
            continue
        fields = any(not kinds[at] and _is_field(page.measures[at]) for at in _beside(page, index))
        if fields or (own and index <= last) or _is_introduced(page, index):
            continue
        sure = any(kinds[at] in SURE for at in _beside(page, index))
        if kind == "maybe" and not sure and _is_told_of(page, index):
            continue
        named = kind == "maybe" or _NAMED_FIRST.fullmatch(page.measures[index].folded) is not None
        if sure or index > last or (not named and not listed):
            yield Finding(index, "a count of what readers did", weight=-3.2 if kind == "count" or sure else -2.4)


@rule(
    "ITF002",
    "turned-pages",
    Category.NAVIGATION,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "1 2 3 Next »", on=("1 2 3",)),
        Example(ARTICLE + "1\n2\n3\nSuivant", on=("1", "2", "3", "Suivant")),
        Example(f"{MONDAY}\nHalaman: 1 2 3 Lihat semua\n{MAYOR}", on=("Halaman",)),
        Example(f"{MONDAY}\nSchriftgröße: A A A\nA- A+\n{MAYOR}", on=("Schrift", "A-")),
    ),
    silent=(
        Example(ARTICLE + "The next 3 of 12 boats"),
        Example(ARTICLE + "Pages 12, 14"),
        Example(f"{MONDAY}\n1\n2\n3\n{MAYOR}"),
        Example(ARTICLE + "7\n13\n42"),
        Example(ARTICLE + "AAA"),
    ),
)
def turned_pages(page: Page) -> Iterator[Finding]:
    """Finds the numbers of a long text's pages with the link to the next, in a line or a row, and sizes of letters.

    Why: they turn pages of which the text is one.
    Example: `1 2 3 Next »`, `Schriftgröße: A A A`
    Source: own observation on scraped texts
    """
    kinds = _kinds(page)
    for index, kind in enumerate(kinds):
        if kind == "turn":
            yield Finding(index, "numbers of pages and how to turn them")
        elif kind == "size":
            yield Finding(index, "the size of the letters", category=Category.READER_TOOLS)
    for index, kind in enumerate(kinds):
        if kind != "figure" or page.measures[index].folded != "1":
            continue
        end = index + 1
        while end < len(kinds) and page.measures[end].folded == str(end - index + 1):
            end += 1
        turn = end < len(kinds) and key_of_line(page.measures[end]) in _listed("turns")
        if end - index >= PAGES and turn:
            for at in range(index, end + 1):
                yield Finding(at, f"one of {end - index} numbers of pages in a row")


@rule(
    "ITF003",
    "row-of-buttons",
    Category.SHARE_BAR,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Reblog\nLike\nShare", on=("Reblog", "Like", "Share")),
        Example(f"{MONDAY}\nDela\nSkriv ut\n{MAYOR}", on=("Dela", "Skriv")),
        Example(ARTICLE + "Zwiń", on=("Zwiń",)),
        Example(ARTICLE + "Назад к списку", on=("Назад",)),
    ),
    silent=(
        Example(ARTICLE + "Copy"),
        Example(ARTICLE + "Yes\nNo"),
        Example(ARTICLE + "Назад в будущее"),
        Example(ARTICLE + "We have but little\nto give and to take and\nPartager"),
        Example(ARTICLE + "Under the text stand three buttons:\nReblog\nLike\nShare"),
        Example("Share the bread\nShare\nSave\nRetweet\nthe song of the gulls\n" + ARTICLE),
        Example(f"{MONDAY}\nJ'aime\n{MAYOR}"),
    ),
)
def row_of_buttons(page: Page) -> Iterator[Finding]:
    """Finds buttons below one another, and one alone behind the text whose words nothing else says.

    Why: what may be done with a page. Verse has such lines too, but no row of them between paragraphs.
    Example: `Dela`, `Skriv ut`, `Till toppen`
    Source: own observation on scraped texts
    """
    kinds = _kinds(page)
    if not ("button" in kinds or "row" in kinds):
        return
    last = last_written(page)
    own = speaks_of_sites(page)
    for run in runs_where(kinds):
        if (own and run[0] <= last) or _is_introduced(page, run[0]):
            continue
        behind = run[0] > last
        sure = sum(kinds[at] in SURE for at in run)
        named = [at for at in run if kinds[at] != "figure"]
        turns = all(key_of_line(page.measures[at]) in _listed("turns") for at in named)
        enough = len(named) >= (ROW if sure or (turns and behind) else WEAK_ROW)
        if enough and (behind or (sure and _is_between_paragraphs(page, run))):
            for at in run:
                yield Finding(at, f"one of {len(run)} buttons below one another")
        elif behind and run[0] and (page.measures[run[0] - 1].ends_sentence or page.measures[run[0] - 1].prose):
            for at in named:
                if kinds[at] == "button":
                    yield Finding(at, "a button behind the text", weight=-2.4)


def _is_between_paragraphs(page: Page, run: list[int]) -> bool:
    """Whether what stands over and under a row is no verse."""
    around = [at for at in (run[0] - 1, run[-1] + 1) if 0 <= at < len(page.blocks)]
    return all(page.measures[at].prose or page.measures[at].words >= PARAGRAPH for at in around)


RULES = (count_of_readers, turned_pages, row_of_buttons)
