"""Lines that tell, in labels or in sentences, who made a recording or its words, and nothing else (NOT)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cleaner.measure import Measures
from cleaner.page.language import common_stopwords
from cleaner.page.page import Page, line_fact
from cleaner.page.shape import FIXED_KINDS, extent
from cleaner.rules.note_words import count_words
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.rules.spoken_of import ENDING, is_told
from cleaner.rules.word_lists import word_families
from cleaner.rules.word_starts import WordStarts, spell
from cleaner.types import Block, Category

FAMILIES = ("words", "crew", "medium", "deed", "fact")
WORDS, CREW, MEDIUM, DEED, FACT = range(len(FAMILIES))
LAST_LINES, HEAD_LINES = 10, 3  # of a text, where such lines stand
FEWEST, MOST = 2, 40  # words of one
STRANGE = 0.1  # share of its words that are no name, no function word and of no family
HANDLE_CHARS, DENSE_NAME = 24, 4  # of a handle; words of a name in scripts without capitals
STEM = 5  # letters of the shortest word by which a story of such work is known
DENSE_SHARE = 0.4  # words of the families, of all words of a line that names nobody
ORIGIN, BESIDE = 3, 8  # words of the families in a line on where a recording is from; of a line beside another
_STOP = ".;!?…。！？|؛।"
_LABEL = ":：=/|–—"
_ADDRESS = re.compile(r"(?:[\w-]+: )?(?:https?://)?(?:[\w-]+\.){1,4}[a-z]{2,6}(?:/[\w@.-]{0,30})?")
_FORM = re.compile(r"(?:\w{1,2}\.){2,4}\W?$")  # of a company
_HANDLE = re.compile(r"@?[a-zа-яё0-9][\w.-]{2,}$|\S*[a-z0-9]\.[a-z]{2,4}\W*$")


@lru_cache(maxsize=1)
def _table() -> WordStarts:
    """The words of all families, each with its family's number."""
    return word_families("recordings.toml", FAMILIES)


@dataclass(frozen=True, slots=True)
class Told:
    """What a line tells of a recording: the words of each family, its names, how many words say something else."""

    of: tuple[frozenset[str], ...]
    names: tuple[str, ...]
    labels: int
    strange: int
    words: int
    small: int  # function words and figures


_NOTHING = Told((frozenset(),) * len(FAMILIES), (), 0, 0, 0, 0)


@line_fact
def _told(page: Page, block: Block, m: Measures) -> Told:
    """How a line speaks of a recording."""
    words = block.text.split()
    if not FEWEST <= count_words(block.text, m.words) <= MOST or block.kind in FIXED_KINDS:
        return _NOTHING
    spelled = spell(block.text)
    found: dict[int, tuple[int, str]] = {}
    covered = [False] * len(spelled)
    for at, family, literal in _table().find(spelled):
        if at not in found or len(literal) > len(found[at][1]):
            found[at] = (family, literal)
        for place in range(at, at + len(literal)):
            covered[place] = True
    if not found:
        return _NOTHING
    stop = common_stopwords()
    of: list[set[str]] = [set() for _ in FAMILIES]
    names: list[str] = []
    labels = strange = small = at = 0
    before, run = "", 0  # the word before, and how many words of a name; -1 where one follows
    for number, word in enumerate(words):
        bare = spell(word)
        if not bare.strip():
            before = before + word
            continue
        end = at + len(bare)
        here = [found[place] for place in range(at, end) if place in found]
        opens = not before or before[-1] in _STOP
        if before[-1:] in tuple(_LABEL):
            run = -1
        for family, literal in here:
            of[family].add(literal)
        if here or covered[at]:
            labels += word[-1] in _LABEL or words[number + 1 : number + 2] in ([":"], ["|"], ["–"], ["—"])
            # Behind "by" a name follows.
            run = -1 if any(family == DEED for family, _ in here) else 0
        elif opens and bare.strip() in stop:
            small += 1
            run = 0
        elif _is_named(word, words[number + 1 : number + 2], opens, run, page.language):
            names.append(bare.strip())
            run = max(run, 0) + 1
        elif bare.strip() in stop or any(c.isdigit() for c in word):
            small += 1
            run = 0
        else:
            strange += 1
            run = 0
        before, at = word, end
    return Told(tuple(frozenset(one) for one in of), tuple(names), labels, strange, len(words), small)


def _is_named(word: str, following: list[str], opens: bool, run: int, language: str) -> bool:
    """Whether a word is a part of a name: a capital that opens no sentence, a handle, and what follows a label."""
    first = next((c for c in word if c.isalpha()), "")
    if not first:
        return False
    led = run < 0  # behind a label, or behind "by"
    if first.lower() == first.upper():
        return led or 0 < run < DENSE_NAME
    if "." in word[1:-1] and (_FORM.match(word) or _ADDRESS.fullmatch(word.rstrip(_STOP + ","))):
        return True
    if first.islower():
        return (
            led
            and len(word) <= HANDLE_CHARS
            and (not following or word[-1] in _STOP)
            and _HANDLE.match(word) is not None
        )
    beside = bool(following) and following[0][:1].isupper() and word[-1] not in _STOP + ","
    if opens or language == "de":
        return led or run > 0 or beside
    return True


def _says_who(line: Told) -> str:
    """What says that a line tells who made a recording or its words, and nothing else; nothing for another line."""
    if not line.words or line.strange > STRANGE * line.words:
        return ""
    words, crew, medium, deed, fact = line.of
    shown = ", ".join(one.strip() for one in sorted(words | crew | medium, key=lambda one: (len(one), one))[-3:])
    every = sum(map(len, line.of))
    dense = every >= DENSE_SHARE * (line.words - line.small)
    if words and (line.names or (every > len(words) + 1 and (deed or fact) and dense)):
        return f"who wrote down a recording: {shown}"
    if line.names and (len(crew) >= 2 or (crew and (medium or (line.labels and deed)))):
        return f"who made a recording: {shown}"
    if medium and dense and ((line.names and (deed or fact)) or (fact and not line.strange)) and every >= ORIGIN:
        return f"where a recording is from: {shown}"
    return ""


def _is_beside(line: Told, text: str) -> bool:
    """Whether a line may stand beside such a line: a label and a name, an address, a fact of a recording."""
    if _ADDRESS.fullmatch(text.strip()):
        return True
    words, crew, medium, deed, fact = line.of
    if line.labels and (words or crew or medium) and line.names:
        return line.strange <= 2
    return not line.strange and bool(words or crew or medium or deed or fact) and line.words <= BESIDE


@rule(
    "NOT016",
    "recording-note",
    Category.CREDITS,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Produced by Ana Whitlock and Jo Pell. Our theme is by Kettle.", on=("Produced",)),
        Example(ARTICLE + "This transcript was generated with Tern and may contain errors.", on=("This",)),
        Example(ARTICLE + "This is episode 12 of Low Tide, recorded on 4 May 2019.", on=("This",)),
        Example(
            ARTICLE + "Host: Ana Whitlock\nGuest: Jo Pell, warden\nTyped up by volunteers",
            on=("Host", "Guest", "Typed"),
        ),
        Example(
            "Der Rat tagte am Montag.\nEr war sich nicht einig.\nDas Interview führte Uwe Korn, die Abschrift besorgte "
            "Ana Lind.",
            on=("Das Interview",),
        ),
        Example(
            "Le conseil s'est réuni lundi.\nIl n'a rien décidé.\nEntretien mené par Luc Roux, montage de Léa Bost.",
            on=("Entretien",),
        ),
        Example(
            "Rada obradowała w poniedziałek.\nNic nie ustalono.\nNapisy zsynchronizował: Ula_12\nwww.napisy.example",
            on=("Napisy", "www"),
        ),
        Example("Съветът заседава в понеделник.\nНищо не реши.\nОбработка на субтитрите: ptica", on=("Обработка",)),
    ),
    silent=(
        Example(ARTICLE + "The interview was recorded in the plant room, so the bats can be heard."),
        Example(ARTICLE + "The music was composed by a shepherd, who wanted no money."),
        Example(ARTICLE + "Ana Whitlock filmed the flood from the roof."),
        Example(ARTICLE + "Director: Ana Whitlock\nCast: Jo Pell, Tom Reed\nLength: 94 minutes\nCountry: Malta"),
        Example(f"{MONDAY}\nThe film was produced by Ana Whitlock.\n{MAYOR}"),
        Example(
            "The film opens on a quay. Ana Whitlock, who directed it, grew up there.\n" + MONDAY + "\n"
            "The film was directed by Ana Whitlock and produced by Jo Pell."
        ),
        Example(
            "Der Rat tagte am Montag.\nEr war sich nicht einig.\nModerator war an diesem Abend der Neffe Uwe Korn."
        ),
        Example(ARTICLE + "Chair: Ana Whitlock\nMinutes: Jo Pell\nPresent: Tom Reed, Mara Lind"),
    ),
)
def recording_note(page: Page) -> Iterator[Finding]:
    """Finds last lines in which all words but names speak of who recorded, cut, wrote down or translated something.

    Why: who made a recording is a credit, whether it is told in labels or in sentences.
    Example: `Das Interview führte Uwe Korn, die Abschrift besorgte Ana Lind.`
    Source: own observation on broadcasters, podcasts and makers of subtitles; data/recordings.toml
    """
    size, first = len(page.blocks), extent(page).first
    found: dict[int, str] = {}
    beside: list[int] = []
    for index in range(size - 1, max(1, size - LAST_LINES - 1), -1):
        line = _told(page, index)
        evidence = _says_who(line)
        if evidence and (line.labels or not _is_of_story(page, index, line)):
            found[index] = evidence
        elif page.measures[index].prose:
            break
        elif _is_beside(line, page.blocks[index].text):
            beside.append(index)
    for index in range(min(HEAD_LINES, first)):
        line = _told(page, index)
        if line.labels and line.of[WORDS] and (evidence := _says_who(line)):
            found[index] = evidence
    for index in (*beside, *reversed(beside)):
        if index not in found and (index - 1 in found or index + 1 in found):
            found[index] = "beside a recording's credit"
    for index in sorted(found):
        yield Finding(index, found[index])


def _is_of_story(page: Page, index: int, line: Told) -> bool:
    """Whether the sentences before a line speak of its names, or of its work: of a film, of a translator."""
    told = [m for at, m in enumerate(page.measures[:index]) if is_told(m) and not _says_who(_told(page, at))]
    work = {one for one in (*line.of[WORDS], *line.of[CREW]) if " " not in one and len(one) >= STEM}
    names = {one for one in line.names if len(one) >= STEM - 1}
    told_names = sum(_is_said(told, one, len(one) + ENDING) for one in names)
    return 2 * sum(_is_said(told, one, MOST) for one in work) > len(work) or 0 < len(names) <= 2 * told_names


def _is_said(told: list[Measures], stem: str, longest: int) -> bool:
    """Whether some lines hold a word that begins so and has no more letters than `longest`."""
    for m in told:
        if stem in m.folded:
            if stem >= "\u0590":
                return True
            for token in m.tokens:
                if token.startswith(stem) and len(token) <= longest:
                    return True
    return False


RULES = (recording_note,)
