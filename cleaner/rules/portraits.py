"""Portraits under a text (NOT): somebody greets and says who he is, a box about its writer, and where to reach her."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent, name_like
from cleaner.rules.author_notes import names_trade
from cleaner.rules.life_lines import DENSE, LifeLine, opening_name
from cleaner.rules.note_words import count_words
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.reported import tells_of_speech
from cleaner.rules.samples import ARTICLE
from cleaner.rules.spoken_of import is_told, spoken_of
from cleaner.rules.word_lists import parted, read_lists, word_families
from cleaner.rules.word_starts import WordStarts, spell
from cleaner.types import Category

LAST_LINES = 5  # of a text, where portraits stand
TOLD = 2  # sentences of the text above one
PORTRAIT_WORDS, FEWEST_WORDS = 60, 5  # of the longest portrait, and of the shortest
BEHIND = 40  # characters of a greeting and what stands before "I am"
BEHIND_WORDS = 2  # words between them where no exclamation mark ends the greeting
CONTACT_WORDS = 18  # of a line that says where to reach a writer
BOX_WORDS, BOX_LINES = 5, 3  # of a box's heading, and its lines
NAME_WORDS, TRADE_WORDS = 4, 5  # of a name over a trade, and of the trade
_FAMILIES = ("greeting", "self", "named", "does", "contact", "writer", "reached")
_SPEECH = '"“”„«»‹›「『‘—–-'


@lru_cache(maxsize=1)
def _table() -> WordStarts:
    return word_families("portraits.toml", _FAMILIES)


@lru_cache(maxsize=4)
def _whole_lines(family: str) -> frozenset[str]:
    """The spelled lines of a family of whole lines."""
    return frozenset(spell(one) for one in parted(read_lists("portraits.toml")[family]))


def _said(text: str) -> dict[str, list[tuple[int, str]]]:
    """The words of each family in a line, with their places."""
    found: dict[str, list[tuple[int, str]]] = {name: [] for name in _FAMILIES}
    for at, family, literal in _table().find(spell(text)):
        found[_FAMILIES[family]].append((at, literal))
    return found


@rule(
    "NOT018",
    "portrait",
    Category.AUTHOR_BIO,
    -3.6,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Hi, I'm Petra! I bake by the sea with two cats and one dog.", on=("Hi",)),
        Example(
            "Der Rat tagte am Montag.\nEr war sich nicht einig.\nIch heiße Jens, bin Bootsbauer und schreibe hier.",
            on=("Ich",),
        ),
        Example("Rada obradowała do rana.\nNic nie ustalono.\nNazywam się Marta, prowadzę bloga.", on=("Nazywam",)),
        Example("市议会周一开会。\n什么也没有决定。\n大家好，我是小满，喜欢烘焙，在这里分享日常。", on=("大家好",)),
        Example("Le conseil s'est réuni.\nIl n'a rien dit.\nPour contacter l'auteur : roux@port.example", on=("Pour",)),
        Example(
            "El consejo se reunió.\nNada se decidió.\nSobre mí\nMadre de tres, vivo en Cádiz.", on=("Sobre", "Madre")
        ),
        Example(ARTICLE + "Rob Tansey\nFootball Writer", on=("Rob", "Football")),
    ),
    silent=(
        Example(ARTICLE + "“Hi, I'm Petra,” she told the council, and went on baking."),
        Example(ARTICLE + "My name is on the list, she wrote, and I live by the sea."),
        Example("Hi, I'm Petra, and I bake bread by the sea.\n" + ARTICLE),
        Example(ARTICLE + "Whoever wants to reach the mayor writes to mayor@town.example."),
        Example(ARTICLE + "About the harbour\nThe harbour was built in 1931."),
        Example(f"Mara Lind wrote a book.\n{ARTICLE}About the author\nMara Lind lives in Leeds and teaches."),
        Example(f"Rob Tansey came by boat.\n{ARTICLE}Rob Tansey\nFootball Writer"),
        Example(ARTICLE + "Je m'appelle comme mon père, disait le maire."),
        Example(ARTICLE + "Hi, I am in Leeds and found that soda takes it away, maybe it works for you."),
        Example(f"Hi, my boat leaks.\n{ARTICLE}Hi, I'm Petra and mine leaked too, so I tarred it."),
        Example(ARTICLE + "Anna Keller\nWarden of the lock"),
    ),
)  # fmt: skip
def portrait(page: Page) -> Iterator[Finding]:
    """Finds last lines in which the writer of a site greets and says who she is, boxes about her and her address.

    Why: it is on every page of the site. Who speaks in the text does so in quotation marks, or is named before.
    Example: `Hoi, ik ben Femke! Op deze blog deel ik recepten uit mijn kleine keuken.`
    Source: own observation in many languages; the words are data/portraits.toml's
    """
    size = len(page.blocks)
    # The last paragraph may be the portrait itself, under its heading.
    first = max(TOLD, size - LAST_LINES, extent(page).last - 1)
    if sum(is_told(m) for m in page.measures[:first]) < TOLD:
        return
    boxed = _boxes(page, first)
    named = _names_over_trades(page, first)
    for index in range(first, size):
        block, m = page.blocks[index], page.measures[index]
        words = count_words(block.text, m.words)
        said = boxed.get(index, "") or named.get(index, "")
        if said:
            yield Finding(index, said)
        elif block.kind in FIXED_KINDS or not 1 < words <= PORTRAIT_WORDS or block.text[0] in _SPEECH:
            continue
        elif spell(block.text) in _whole_lines("button"):
            yield Finding(index, "a button that follows a writer")
        elif said := _presents(page, index, words) or _is_contact(block.text, words):
            yield Finding(index, said)


def _presents(page: Page, index: int, words: int) -> str:
    """What says that in a line somebody presents himself who is not in the text."""
    text, m = page.blocks[index].text, page.measures[index]
    dense = text[:1] >= DENSE
    if (words < FEWEST_WORDS and not dense) or not _SPEECH_MARKS.isdisjoint(text) or tells_of_speech(m.folded):
        return ""
    found = _said(text)
    # A greeting of two words may hold one of a word.
    greeted = max((len(literal) for at, literal in found["greeting"] if at == 0), default=0)
    opened = [literal for at, literal in found["named"] if at == 0]
    if greeted:
        spelled, most = spell(text), BEHIND_WORDS if "!" not in text[:BEHIND] else BEHIND
        names = [
            (at, literal)
            for at, literal in found["self"]
            if greeted <= at <= BEHIND and len(spelled[greeted:at].split()) <= most
        ]
    else:
        names = [(0, literal) for literal in opened]
    if not names:
        return ""
    at, literal = names[0]
    does = any(place > at for place, _ in found["does"])
    name = _name_beside(text, at, literal)
    if dense or not name:
        known = does and (dense or bool(greeted))
    else:
        hinted = bool(greeted) or does or bool(LifeLine(text, words).hints(at + len(literal)))
        known = hinted and not spoken_of(page, name, index)
    if not known or (greeted and _greets_elsewhere(page, index)):
        return ""
    return f"'{literal.strip()}', with which somebody presents himself"


def _greets_elsewhere(page: Page, index: int) -> bool:
    """Whether another line opens with a greeting, too: then people talk to each other."""
    lines = (block for block in page.blocks if block.index != index and block.text[:1].isalnum())
    for block in lines:
        found = _said(block.text[: 2 * BEHIND])
        if any(place == 0 for place, _ in found["greeting"]):
            return True
    return False


_SPEECH_MARKS = frozenset('"“”„«»')


def _name_beside(text: str, at: int, literal: str) -> str:
    """The name behind "I am", which stands at a place of the spelled line, or before it; nothing where none does.

    >>> _name_beside("Hi, I'm Petra!", 3, "i m "), _name_beside("Szia, Dóri vagyok", 10, "vagyok ")
    ('Petra', 'Dóri')
    >>> _name_beside("Hi, I am in SA.", 3, "i am ")
    ''
    """
    words = _WORDS.findall(text)
    start = len(spell(text)[:at].split())
    behind = start + len(literal.split())
    if behind < len(words) and words[behind].casefold() in _ARTICLES:
        behind += 1
    near = [words[behind]] if behind < len(words) else []
    near += [words[start - 1]] if start > 1 else []
    return next((word for word in near if word[0].isupper() and len(word) > 1), "")


_WORDS = re.compile(r"[^\W_]+")
_ARTICLES = frozenset("a o el la el η ο die der en na".split())


def _is_contact(text: str, words: int) -> str:
    """What says that a line tells where to reach a writer: an address, and who and how."""
    if "@" not in text or words > CONTACT_WORDS:
        return ""
    found = _said(text)
    if found["contact"] and found["writer"]:
        return f"'{found['contact'][0][1].strip()}', '{found['writer'][0][1].strip()}' and an address"
    return f"'{found['reached'][0][1].strip()}' and an address" if found["reached"] else ""


def _boxes(page: Page, first: int) -> dict[int, str]:
    """The heading of a box about a writer and the lines under it, to the text's end, by what says so."""
    size = len(page.blocks)
    for heading in range(first, size - 1):
        if size - heading - 1 > BOX_LINES or not _heads_box(page, heading):
            continue
        under = range(heading + 1, size)
        if all(_is_of_box(page, at) for at in under):
            said = f"under '{page.blocks[heading].text[:30]}'"
            return {heading: "the heading of a box about a writer"} | dict.fromkeys(under, said)
    return {}


def _heads_box(page: Page, index: int) -> bool:
    """Whether a line is the heading of a box about a writer whom the text does not name."""
    text, m = page.blocks[index].text, page.measures[index]
    if count_words(text, m.words) > BOX_WORDS or (m.ends_sentence and text[-1] not in "?？"):
        return False
    spelled = spell(text)
    if spelled in _whole_lines("box"):
        return True
    for opening in _whole_lines("box-name"):
        if spelled.startswith(opening):
            name = " ".join(text.split()[len(opening.split()) :])
            if 0 < len(name.split()) <= 2 and name_like(name) and not spoken_of(page, name, index):
                return _presents_under(page, index + 1)
    return False


def _presents_under(page: Page, index: int) -> bool:
    """Whether a line opens with "I am"."""
    found = _said(page.blocks[index].text)
    return any(at == 0 for name in ("self", "named") for at, _ in found[name])


def _is_of_box(page: Page, index: int) -> bool:
    """Whether a line under such a heading may be of the box: a name, a life, the first person, an address."""
    block, m = page.blocks[index], page.measures[index]
    words = count_words(block.text, m.words)
    if block.kind in FIXED_KINDS or not 0 < words <= PORTRAIT_WORDS or block.text[0] in _SPEECH:
        return False
    name = opening_name(block.text)
    if name and spoken_of(page, name, index):
        return False
    line = LifeLine(block.text, words)
    if line.hints(0) or _presents_under(page, index) or _is_contact(block.text, words) or _said(block.text)["does"]:
        return True
    return not m.ends_sentence and words <= NAME_WORDS


def _names_over_trades(page: Page, first: int) -> dict[int, str]:
    """A name that the text does not say over the trade of one who writes, both alone in their lines."""
    size = len(page.blocks)
    found: dict[int, str] = {}
    for index in range(first, size - 1):
        name, trade = page.blocks[index], page.blocks[index + 1]
        above, below = page.measures[index], page.measures[index + 1]
        if name.kind in FIXED_KINDS or trade.kind in FIXED_KINDS or above.ends_sentence or below.ends_sentence:
            continue
        if not (1 < above.words <= NAME_WORDS and 0 < below.words <= TRADE_WORDS):
            continue
        if name.text[:1] >= DENSE or not name_like(name.text) or ":" in name.text or ":" in trade.text:
            continue
        if names_trade(below.folded) and not spoken_of(page, name.text, index):
            found |= {index: "a name over the trade of one who writes", index + 1: "a trade under a name"}
    return found if len(found) == 2 else {}


RULES = (portrait,)
