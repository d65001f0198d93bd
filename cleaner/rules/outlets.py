"""What a medium says it is, in the last lines of a text (NOT)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cleaner.measure import fold
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, capitalised_share, ends_open
from cleaner.rules.note_words import count_words
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import is_written, likeness
from cleaner.rules.reported import names_speaker
from cleaner.rules.samples import ARTICLE
from cleaner.rules.word_lists import parted, read_lists
from cleaner.rules.word_starts import WordStarts, spell
from cleaner.types import Category, Kind

FAMILIES = ("outlet", "praise", "reach", "copula", "gives", "slogan")
LAST_LINES = 5  # of a text, where such a line stands
FEWEST, MOST = 3, 44  # words of it
SLOGAN = 6  # words of one that ends as a sentence does
MOTTO = 16  # words of one without a verb
OPENING, OPENING_CHARS = 6, 48  # words and characters of a name before a verb or a mark
OWN = 0.5  # share of a line's content words that the article uses; then it is of its own subject
_MARKED = re.compile(r"^[^:：|,，–—-]{3,48}?(?:\s?[:：|,–—]\s|[：，])|^[^:：|,–—-]{3,48}?\s-\s")
# A name, a mark, and three words or more of praise, each alone.
_MOTTO = re.compile(
    r"([^:：|–—.,]{3,40}?)\s?[:：|–—]\s?[^\W\d_]{3,16}"
    r"(?:(?:[,.·|、，・]|,? (?:&|and|und|et|y|e|en|och|og|i|и|і|ve)) ?[^\W\d_]{3,16}){1,4}[.!]?$"
)
MOTTO_WORDS, MUCH = 2, 3  # of praise in it, and where its mark or its end may be a sentence's
SHORTEST_NAME = 3  # characters
NAMED = 0.5  # share of a name's words that begin with a capital
# What stands for something that was named before.
_POINTING = frozenset(
    (
        "it this that these those he she they there es dies er sie c ce cela ceci elle ils esto eso este esta él ella "
        "isto isso ele ela questo questa lui lei dit dat hij zij ze det han hon hun se tämä to ten ta on ona ono "
        "это этот эта он она це той він вона"
    ).split()
)
# Whom the verb behind a name is about: "El Faro te ofrece", "List vám přináší".
_READER = frozenset(
    "te os le les ti vi lo vous t vos je u jullie jou dig deg er sig ci wam państwu ci vám ti önnek vă îți ți вам вас "
    "тебе σας σου sana size anda kamu dir ihnen euch sinulle teille".split()
)
_TURKISH = ("dir", "dır", "dur", "dür")
_FIRST_DENSE = "\u0590"
# Whose word it is that a medium is read, or how many tell it apart: a text reports it.
_ACCORDING = re.compile(
    r"(?:according to|laut|zufolge|selon|d.après|según|secondo|segundo|volgens|enligt|ifølge|według|podle|согласно"
    r"|по данным|за даними|σύμφωνα|göre|menurut|theo)(?!\w)|के अनुसार|によると|에 따르면|据[^，。]{2,12}[，称显]|وفق|לפי",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"://|\bwww\.|@")
_QUOTES = '"“„«»‹「『”'
_QUOTED_NAME = re.compile(
    r"[\"“«„][^\"“”«»„]{2,40}[\"”»“]\s?(?:[—–-]|is|ist|est|es|è|é|это|є|е|це|jest|to|je|är|er|on|este)\s"
)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}\s", re.IGNORECASE)  # "talbote.example is the ..."
_HEADED = re.compile(r"^[^\W\d_][^:]{2,36}:\s+(?=[^\W\d_a-z])")


@lru_cache(maxsize=1)
def _table() -> WordStarts:
    """The words of all families. One character of a script without spaces, a valley or an island, praises nothing."""
    raw = read_lists("outlets.toml")
    listed = ((word, family) for family, name in enumerate(FAMILIES) for word in parted(raw[name]))
    weak = {FAMILIES.index("praise"), FAMILIES.index("reach")}
    return WordStarts.of((w, family) for w, family in listed if len(w) > 1 or w < _FIRST_DENSE or family not in weak)


@lru_cache(maxsize=1)
def _ourselves() -> tuple[str, ...]:
    """How lines begin in which those who write speak of themselves, spelled."""
    listed = parted(read_lists("outlets.toml")["ourselves"])
    return tuple(sorted(spell(word) if word.endswith(" ") else spell(word)[:-1] for word in listed))


@lru_cache(maxsize=256)
def _families(text: str) -> tuple[tuple[tuple[int, str], ...], ...]:
    """For each family, in their order, where in a spelled line which of its words stand."""
    found: tuple[list[tuple[int, str]], ...] = tuple([] for _ in FAMILIES)
    for at, family, literal in _table().find(text):
        found[family].append((at, literal.strip()))
    return tuple(tuple(sorted(one)) for one in found)


@rule(
    "NOT012",
    "outlet-line",
    Category.ABOUT_SITE,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "The Harbour Post is the leading news portal of the region.", on=("The Harbour",)),
        Example(ARTICLE + "Harbour Post: independent local news since 1974", on=("Harbour Post",)),
        Example(
            "Der Rat tagte am Montag, und es regnete.\nAm Dienstag kam niemand.\n"
            "Das Hafenblatt ist eine unabhängige Online-Zeitung für die Region.",
            on=("Das Hafenblatt",),
        ),
        Example(
            "Совет собрался в понедельник.\nВо вторник никто не пришёл.\nГавань Сегодня — крупнейший портал области.",
            on=("Гавань",),
        ),
        Example(
            "Le conseil s'est réuni.\nPersonne n'est venu.\nLa Vigie du Port : l'info fiable et rapide, chaque jour.",
            on=("La Vigie",),
        ),
        Example(
            "市議会は月曜日に開かれた。\n誰も来なかった。\n港日報は最新のニュースを毎日お届けします。", on=("港日報",)
        ),
    ),
    silent=(
        Example(ARTICLE + "The Argus was the first newspaper to print the photograph."),
        Example("The Argus is old.\n" + ARTICLE + "The Argus is the leading newspaper of the county."),
        Example(ARTICLE + "“It is the best magazine in the region,” she said."),
        Example(ARTICLE + "It is the best news of the region in years."),
        Example(ARTICLE + "His brother is the best baker in the region."),
        Example(ARTICLE + "The platform offers your team the latest tools."),
        Example(ARTICLE + "After that, join their forum. Lastly, the Paper Boat community is a good place for news."),
        Example(ARTICLE + "To see the maps, please go to the podcast page, where all the latest are."),
        Example(ARTICLE + "According to a survey, six of ten readers of the region take news for advertising."),
        Example(
            "अखबार में खबर कम थी।\nदादाजी ने उसे पढ़ा और हँसे।\n"
            "एक सर्वे के अनुसार हर दस में से छह पाठक विज्ञापन और खबर में फर्क नहीं कर पाते। बाकी चुप रहे।"
        ),
        Example(
            "Скупштина је заседала јуче.\nНико није дошао.\nВести из долине стизале су са поштаром двапут недељно."
        ),
        Example(ARTICLE + "Registration: https://harbour.example/news-portal/region"),
    ),
)
def outlet_line(page: Page) -> Iterator[Finding]:
    """Finds a last line in which a medium that the article does not name says what it is, how good and for whom.

    Why: the footer of a site introduces the site. A verb of the present or a mark parts the name from what it is.
    Example: `Il Gazzettino Costiero è il giornale online della riviera.`
    Source: own observation in many languages; the words are data/outlets.toml's
    """
    size = len(page.blocks)
    for index in range(max(2, size - LAST_LINES), size):
        block, m = page.blocks[index], page.measures[index]
        if not FEWEST <= m.words <= MOST or block.kind in FIXED_KINDS or block.kind is Kind.ITEM:
            continue
        if (block.text[0] in _QUOTES and not _QUOTED_NAME.match(block.text)) or _ADDRESS.search(block.text):
            continue
        if names_speaker(m.folded) or _ACCORDING.search(block.text):
            continue
        headed = _HEADED.match(block.text)
        texts = (block.text[headed.end() :], block.text) if headed else (block.text,)
        words = count_words(block.text, m.words)
        said = next(filter(None, (_describes_outlet(text, words) for text in texts)), ())
        if said and _is_stranger(page, texts[0], index):
            yield Finding(index, f"a medium says what it is: {', '.join(said)}")


def _describes_outlet(text: str, words: int) -> Sequence[str]:
    """The words by which a line says what kind of medium something is; none where it does not."""
    spelled = spell(text)
    outlet, praise, reach, copula, gives, slogan = _families(spelled)
    if not (praise or reach) or (not outlet and len(praise) < MOTTO_WORDS):
        return ()
    if words <= MOTTO and (motto := _MOTTO.match(text)) and _is_named(text, spell(motto.group(1))):
        behind = [word for at, word in praise if at >= len(spell(motto.group(1))) - 1]
        if len(behind) >= MOTTO_WORDS:
            return behind[:3]
    if not outlet:
        return ()
    shown = [outlet[0][1], *(word for _, word in (praise + reach)[:2])]
    distinct = {at for at, _ in praise + reach} - {at for at, _ in outlet}
    # A slogan of more words that ends as a sentence tells of news that came from somewhere.
    if slogan and slogan[0][0] == 0 and reach and (words <= MOTTO if ends_open(text) else words <= SLOGAN):
        return shown
    if not distinct:
        return ()
    verb = [at for at, _ in copula + gives if 0 < at < OPENING_CHARS or spelled.startswith(_ourselves())]
    if any(_is_named(text, spelled[:at]) for at in verb):
        return shown
    # In some languages the verb comes last.
    if any(at > len(spelled) / 2 and (word >= _FIRST_DENSE or word.endswith(_TURKISH)) for at, word in copula):
        return shown
    return shown if _is_marked(text, words, spelled, [at for at, _ in outlet], distinct) else ()


def _is_marked(text: str, words: int, spelled: str, media: Sequence[int], praised: set[int]) -> bool:
    """Whether a mark parts a name from what it is: a medium, whose words stand at `media`, or much praise."""
    marked = _MARKED.match(text)
    if marked is None:
        # Scripts without capitals may have nothing but a space there; their sentences end with a stop.
        motto = text.lower() == text.upper() and words <= MOTTO and ends_open(text)
        return motto and len(praised) >= MUCH and min(praised) >= SHORTEST_NAME
    behind = len(spell(marked.group())) - 1
    much = sum(at >= behind for at in praised.union(media))
    # A sentence has commas and colons, too.
    if marked.group().rstrip()[-1] in ":：,，" and not ends_open(text) and much < MUCH:
        return False
    # The name stands before the mark, what it is behind it.
    return words <= MOTTO and _is_named(text, spelled[:behind]) and (media[-1] >= behind or much >= MOTTO_WORDS)


def _is_named(text: str, opening: str) -> bool:
    """Whether the words before a line's verb or mark are a name, or speak for those who write."""
    count = opening.count(" ")
    if count > OPENING:
        return False
    if opening.startswith(_ourselves()) or not opening.strip():
        return True
    if opening.partition(" ")[0] in _POINTING:
        return False
    words = text.split()[:count]
    while len(words) > 1 and words[-1].lower() in _READER:
        words.pop()
    head = " ".join(words)
    if _HOST.match(head):
        return True
    return head.lower() == head.upper() or capitalised_share(head) >= NAMED


def _is_stranger(page: Page, text: str, index: int) -> bool:
    """Whether the other written lines hold neither the words that a line begins with nor half of what it says."""
    opening = " ".join(fold(text).split()[:2]).strip(" ,:;–—-|")
    others = [m for block, m in page if block.index != index and is_written(page, block.index)]
    if any(opening in m.folded for m in others):
        return False
    used = frozenset[str]().union(*(m.tokens for m in others))
    return likeness(page.measures[index].folded, used) < OWN


RULES = (outlet_line,)
