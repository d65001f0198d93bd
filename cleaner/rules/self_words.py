"""What those who make a site say of themselves under a text that does not speak as "we" (NOT)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from cleaner.page.language import common_stopwords
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, content_words
from cleaner.rules.note_words import count_words
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.reported import names_speaker
from cleaner.rules.samples import ARTICLE
from cleaner.rules.spoken_of import is_told
from cleaner.rules.word_lists import read_lists, word_families
from cleaner.rules.word_starts import WordStarts, spell
from cleaner.sentences import blank_quotations
from cleaner.types import Category, Kind

FAMILIES = (
    "staff",
    "serve",
    "we-are",
    "we-end",
    "medium",
    "free",
    "place",
    "find",
    "all",
    "mission",
    "inform",
    "we-do",
)
LAST_LINES = 5  # of a text, where such lines stand
FEWEST, MOST = 3, 32  # words of one
OPENING, NAMED = 12, 32  # characters before those who make the site are named, and behind its name
OWN = 0.34  # share of a line's content words that the text uses; then it is of the text's subject
_DENSE, _EAST = "\u0590", "\u0e00"
_LATE = ("löydä", "megtal", "talál", "bula", "bulu")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUOTES = frozenset('"“„«‹「『”')


@lru_cache(maxsize=1)
def _table() -> WordStarts:
    """The words of all families, each with its family's number."""
    return word_families("self_words.toml", FAMILIES)


@lru_cache(maxsize=16)
def persons_of(language: str, reader: bool) -> tuple[str, ...]:
    """The words by which a text of a language says "we", or speaks to its `reader`; in scripts with spaces as words."""
    listed = read_lists("self_words.toml")["reader" if reader else "own"]
    words = listed.get(language, "").split() if isinstance(listed, dict) else []
    return tuple(spell(word).strip() if word >= _EAST else f" {spell(word)}" for word in words)


def _families(spelled: str) -> Mapping[str, dict[int, str]]:
    """For each family, where in a spelled line which of its words stand."""
    found: dict[str, dict[int, str]] = {name: {} for name in FAMILIES}
    for at, family, literal in _table().find(spelled):
        found[FAMILIES[family]][at] = literal
    return found


@rule(
    "NOT015",
    "newsroom-speaks",
    Category.ABOUT_SITE,
    -2.8,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Our newsroom works around the clock to bring you the facts.", on=("Our newsroom",)),
        Example(ARTICLE + "We are a small independent newspaper, run by its readers.", on=("We are",)),
        Example(
            "Der Rat tagte am Montag.\nEr war sich nicht einig.\nBeim Talboten finden Sie alle Nachrichten der Region.",
            on=("Beim",),
        ),
        Example(
            "Rådet mødtes mandag aften og talte om den gamle færge i tre timer.\nIngen vidste noget om det hele.\n"
            "Vores redaktion arbejder døgnet rundt for dig.",
            on=("Vores",),
        ),
        Example(
            "Meclis pazartesi akşamı eski vapur için toplandı ve üç saat konuştu.\nBu konuda bir karar çıkmadı.\n"
            "1998'den beri bağımsız yerel gazeteyiz.",
            on=("1998",),
        ),
        Example(ARTICLE + "Our mission is to give every reader the news of the coast.", on=("Our mission",)),
        Example(
            "La junta se reunió el lunes.\nNo decidió nada.\nNuestro objetivo es contar lo que pasa en el valle.",
            on=("Nuestro",),
        ),
        Example("市议会星期一开会。\n什么也没有决定。\n我们是一家独立媒体，创办于1998年。", on=("我们",)),
    ),
    silent=(
        Example("We went to the council.\n" + ARTICLE + "We are an independent newspaper, and nobody let us in."),
        Example(ARTICLE + "“We are an independent newspaper,” she said."),
        Example(ARTICLE + "The newsroom works around the clock to bring out the paper."),
        Example(ARTICLE + "At the market you will find cheese and fish."),
        Example(ARTICLE + "In the town hall you will find everything about the ferry line."),
        Example("Der Rat tagte am Montag.\nEr war sich nicht einig.\nIm Rathaus finden Sie den Plan."),
        Example(ARTICLE + "We are not amused."),
        Example(ARTICLE + "Our mission, said the abbot, was to bring the news to the valley."),
        Example(ARTICLE + "Our aim is to cross the bay before the tide turns."),
        Example(ARTICLE + "At the library you can find everything about Merrow."),
    ),
)
def newsroom_speaks(page: Page) -> Iterator[Finding]:
    """Finds last lines in which a newsroom says what it does for its reader, what it is, or that all is found there.

    Why: a text that nowhere says "we" is not told by those who make the site; the line under it is theirs.
    Example: `Nuestra redacción te ofrece la información más completa.`
    Source: own observation in many languages; the words are data/self_words.toml's
    """
    size = len(page.blocks)
    for index in range(max(2, size - LAST_LINES), size):
        block, m = page.blocks[index], page.measures[index]
        words = count_words(block.text, m.words)
        if not FEWEST <= words <= MOST or block.kind in FIXED_KINDS or block.kind is Kind.ITEM:
            continue
        if not _QUOTES.isdisjoint(block.text[:1]):
            continue
        if names_speaker(m.folded):
            continue
        said, persons = _speaks_for_site(block.text), persons_of(page.language, reader=False)
        if not said and (said := _leads_reader(block.text)):
            persons += persons_of(page.language, reader=True)
        if said and persons and not is_told_so(page, index, persons):
            yield Finding(block.index, said)


def _speaks_for_site(text: str) -> str:
    """What says that a line is a site's about itself; nothing where it is not."""
    spelled = spell(text)
    found = _families(spelled)
    staff = next((word for at, word in found["staff"].items() if at <= OPENING), "")
    if staff and found["serve"]:
        return f"'{staff.strip()}' and '{next(iter(found['serve'].values())).strip()}'"
    mission = next((word for at, word in found["mission"].items() if at <= NAMED), "")
    done = mission or next((word for at, word in found["we-do"].items() if at <= NAMED), "")
    told = [word for at, word in found["inform"].items() if at] if done else []
    if told or (done and not mission and found["medium"]):
        return f"'{done.strip()}' and '{(told or list(found['medium'].values()))[0].strip()}'"
    are = found["we-are"].get(0, "")
    if not are:
        are = next((word for at, word in found["we-end"].items() if at + len(word) == len(spelled)), "")
    media = [word for at, word in found["medium"].items() if at]
    if are and media and (found["free"] or _YEAR.search(text)):
        return f"'{are.strip()}' and '{media[0].strip()}'"
    return ""


def _leads_reader(text: str) -> str:
    """What says that a line tells its reader where he finds all of something."""
    spelled = spell(text)
    found = _families(spelled)
    find, every = found["find"], found["all"]
    if not find or not every:
        return ""
    # A preposition opens the line; some languages put it behind the name.
    opened = 0 in found["place"] or text[0] >= _DENSE or _ends_late(find)
    named = text[0] >= _DENSE or text.split()[1].lstrip("«“„'\"")[:1].isupper() or _ends_late(find)
    if not (opened and named):
        return ""
    return f"'{next(iter(find.values())).strip()}' and '{next(iter(every.values())).strip()}'"


def _ends_late(find: Mapping[int, str]) -> bool:
    """Whether the name stands before a verb of Finnish, Hungarian or Turkish."""
    return any(literal.startswith(_LATE) for at, literal in find.items() if at)


def is_told_so(page: Page, index: int, persons: tuple[str, ...]) -> bool:
    """Whether the sentences before a line say one of some persons' words, or a third of its own."""
    said = set(content_words(page.measures[index].folded, common_stopwords()))
    shared = set[str]()
    for at in range(index):
        m = page.measures[at]
        if not is_told(m):
            continue
        shared.update(word for word in said if (word in m.folded if word >= _DENSE else word in m.tokens))
        spelled = f" {spell(blank_quotations(page.blocks[at].text))}"
        if any(word in spelled for word in persons):
            return True
    return bool(said) and len(shared) / len(said) >= OWN


RULES = (newsroom_speaks,)
