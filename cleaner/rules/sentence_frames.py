"""Sentences that only a site says (FRM): two families of words that meet in one short line, in many languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from tomllib import loads

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.subject import speaks_of_sites
from cleaner.rules.word_starts import WordStarts, spell
from cleaner.types import Category
from cleaner.types.members import HEADING

_QUOTES = '"“„«»‹「『”'
FEWEST, MOST = 2, 26  # words of the shortest and the longest such line
ENDS = 6  # lines at a text's head and tail where such lines stand


@dataclass(frozen=True, slots=True, eq=False)
class _Frame:
    """One pair of families: what it is, where it stands and how long its line may be."""

    id: str
    category: Category
    most: int
    opens: bool
    open: bool
    edge: bool


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[_Frame, ...], WordStarts]:
    """All frames, and the words of their families: those of frame n are the families 2n and 2n + 1."""
    raw = loads(resources.files("cleaner.rules").joinpath("data/frames.toml").read_text("utf-8"))["frame"]
    frames = tuple(
        _Frame(
            one["id"],
            Category(one["category"]),
            one["most"],
            opens=one.get("opens", False),
            open=one.get("open", False),
            edge=one.get("place") == "edge",
        )
        for one in raw
    )
    families = (one[name] for one in raw for name in ("first", "second"))
    return frames, WordStarts.of((word, number) for number, words in enumerate(families) for word in words)


@lru_cache(maxsize=1024)
def _read_line(text: str, words: int) -> tuple[_Frame, str, str] | None:
    """The frame that a line of so many words fills, with the two words that say so; None for most lines."""
    frames, table = _frames()
    found: dict[int, dict[int, str]] = {}
    for at, family, literal in table.find(spell(text)):
        if family % 2 or not (at and frames[family // 2].opens):
            found.setdefault(family, {}).setdefault(at, literal.strip())
    for number, frame in enumerate(frames):
        first, second = found.get(2 * number, {}), found.get(2 * number + 1, {})
        # One word is no pair.
        if words <= frame.most and first and second and len(first.keys() | second.keys()) > 1:
            return frame, next(iter(first.values())), next(iter(second.values()))
    return None


@rule(
    "FRM001",
    "sentence-frame",
    Category.CALL_TO_ACTION,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "You can unsubscribe whenever you like.", on=("You can unsubscribe",)),
        Example(
            "Der Rat tagte am Montag und war sich nicht einig.\nIch habe die Datenschutzerklärung gelesen.",
            on=("Ich habe",),
        ),
        Example(
            "El consejo se reunió el lunes y no decidió nada.\nDebes iniciar sesión para responder.", on=("Debes",)
        ),
        Example("Совет собрался в понедельник и ничего не решил.\nТема закрыта", on=("Тема",)),
        Example("市議会は月曜日に開かれ、何も決まらなかった。\nいつでも配信停止できます。", on=("いつでも",)),
        Example("Rada obradowała w poniedziałek.\nNapisz w komentarzu, co o tym sądzisz!", on=("Napisz",)),
    ),
    silent=(
        Example(ARTICLE + "He could cancel the wedding at any time."),
        Example(ARTICLE + "The topic was closed, and the chair thanked them all."),
        Example("Das Thema war für ihn geschlossen.\n" + ARTICLE),
        Example(ARTICLE + "Every Thursday she asks herself why anyone would subscribe to it."),
        Example(ARTICLE + "“You may leave a comment below,” she said."),
        Example("Please leave a comment below.\n" + ARTICLE + ARTICLE + ARTICLE),
    ),
)
def sentence_frame(page: Page) -> Iterator[Finding]:
    """Finds short lines at a text's ends that hold a word of each of two families, whatever else they say.

    Why: "unsubscribe" with "any time", "log in" with "reply" or "I accept" with "privacy" is said by forms, mailings
    and forums alone, in any wording.
    Example: `Je kunt je op elk moment afmelden.`
    Source: own observation in many languages; the families are data/frames.toml's
    """
    size = len(page.blocks)
    where = extent(page)
    for block, m in page:
        tail = block.index >= size - ENDS or block.index > where.last >= 0
        if not (tail or block.index < ENDS) or not FEWEST <= m.words <= MOST or m.prose:
            continue
        if block.text[0] in _QUOTES or block.kind in FIXED_KINDS or block.kind is HEADING:
            continue
        found = _read_line(block.text, m.words)
        if found is None or not (tail or found[0].edge):
            continue
        if speaks_of_sites(page):
            return
        frame, first, second = found
        if frame.open and m.ends_sentence:
            continue
        yield Finding(block.index, f"'{first}' with '{second}' ({frame.id})", category=frame.category)


RULES = (sentence_frame,)
