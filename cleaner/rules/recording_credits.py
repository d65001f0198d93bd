"""Who made a recording or its transcript, and notices about it (NOT): lines that the words themselves do not need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.measure import Measures
from cleaner.page.page import Page, line_fact
from cleaner.page.shape import FIXED_KINDS, capitalised_share, extent, last_written
from cleaner.rules.credit_words import any_of, credit_set, one_of
from cleaner.rules.note_words import BRACKETS, count_words, written_from
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.types import Block, Category

LINE_WORDS, LINE_CHARS = 30, 240  # of a line of roles and names
NAME_WORDS, NAME_CHARS = 8, 60  # behind a role
DENSE_CHARS = 14  # of a name in scripts without capitals
NOTICE_WORDS = 6  # of a heading or an end of a transcript
TABLE = 2  # fields of other labels beside a line that make a table of a film's or a record's facts
_FIELD = re.compile(r"([^:：.!?]{2,30})\s?[:：]\s?\S")
_NAMES = re.compile(r"\s?[,、，/&|+;·•]\s?|\s(?:and|und|et|y|e|i|en|och|og|ja|și|és|и|та|і|ve|και|dan|và|و)\s")
_CAPITAL = re.compile(r"[^\W\d_]")
_HANDLE = re.compile(r"@?[a-z0-9][\w.-]{2,30}$")
_YEAR_MARK = re.compile(r"(?:copyright |© ?)?(?:tv )?[A-ZÄÖÜ]{2,10}(?: [A-ZÄÖÜ]{2,12})? (?:19|20)\d\d$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _roles() -> re.Pattern[str]:
    """A role or two of them with what parts them from a name; group 1 is the role."""
    role = rf"(?:{any_of('made-words')}|{any_of('made-crew')})"
    parted = r"\s?(?:[&・·,、/+]|and|und|et|y|e|en|och|og|ja|și|és|и|та|і|ve|και|dan|và)\s?"
    return re.compile(
        rf"(?<![^\W_])({role}(?:{parted}{role}){{0,3}})"
        rf"(?:\s?[:=/|]\s?|\s[–—-]\s|\s(?={any_of('made-by')}\s)(?:{any_of('made-by')})\s)"
    )


def read_roles(text: str, folded: str) -> tuple[str, ...]:
    """The roles of a line that is nothing but roles with names behind them; nothing for any other line.

    >>> read_roles("Regie: Ugo Bassi; Montage: Lia Costa", "regie: ugo bassi; montage: lia costa")
    ('regie', 'montage')
    """
    bare = folded.lstrip(BRACKETS)
    hits = list(_roles().finditer(bare))
    if not hits or hits[0].start() > 0:
        return ()
    ends = [*(hit.start() for hit in hits[1:]), len(bare)]
    for hit, end in zip(hits, ends, strict=True):
        name = bare[hit.end() : end].strip(BRACKETS + ",;、，；")
        written = written_from(text, bare, hit.end())[: end - hit.end()].strip(BRACKETS + ",;、，；")
        if not _is_name(written, name) or (
            written == name and name.isascii() and hit.group().rstrip()[-1] not in ":=/|–—-"
        ):
            return ()
    return tuple(hit.group(1) for hit in hits)


def _is_name(text: str, folded: str) -> bool:
    """Whether a piece is a name or some: capitals, a handle, or few characters in a script without capitals."""
    words = text.split()
    if not words or len(words) > NAME_WORDS or len(text) > NAME_CHARS or text.endswith(("!", "?", "…")):
        return False
    if folded == text.upper().casefold() and text.lower() == text.upper():
        return all(len(one) <= DENSE_CHARS for one in _NAMES.split(text))
    cased = [one for one in words if _CAPITAL.match(one)]
    return (bool(cased) and capitalised_share(text) >= 0.7) or (len(words) == 1 and _HANDLE.match(text) is not None)


@rule(
    "NOT011",
    "recording-credit",
    Category.CREDITS,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Translator: Ana Whitlock; Reviewer: Jo Pell", on=("Translator",)),
        Example(ARTICLE + "Kamera: Jan Petersen, Schnitt: Uwe Korn", on=("Kamera",)),
        Example(ARTICLE + "Oversatt av Siri Moe", on=("Oversatt",)),
        Example(ARTICLE + "(END OF TRANSCRIPT)", on=("(END",)),
        Example(ARTICLE + "WDR 2021", on=("WDR",)),
    ),
    silent=(
        Example(ARTICLE + "Director: Ana Whitlock\nCast: Jo Pell\nLength: 94 minutes\nCamera: Tom Birch"),
        Example(ARTICLE + "Translation: three years of work"),
        Example(ARTICLE + "Music by candlelight"),
        Example(ARTICLE + "Music: none. Camera: a chair."),
        Example(f"{MONDAY}\nCamera: Tom Birch\n{MAYOR}"),
        Example(ARTICLE + "The end of the recording was lost."),
    ),
)
def recording_credit(page: Page) -> Iterator[Finding]:
    """Finds lines of roles and names behind the last prose, and lines that say where a transcript begins or ends.

    Why: who filmed, cut, translated or wrote down what was said is a credit.
    Example: `Traductor: Marta Gil Revisor: Pedro Sanz`
    Source: the credits of broadcasters, of TED and of makers of subtitles; data/credits.toml
    """
    where, last = extent(page), last_written(page)
    head, size = max(0, where.first), len(page.blocks)
    # Only what stands before the first prose and behind the last is read.
    for index in (*range(head), *range(max(head, last + 1) if last >= 0 else size, size)):
        evidence = _recorded(page, index)
        if not evidence or (not index > last >= 0 and evidence.startswith("crew")):
            continue
        if evidence.startswith("year") and index < len(page.blocks) - 1:
            continue
        if not (evidence.startswith("crew") and _is_in_table(page, index)):
            yield Finding(index, evidence)


@line_fact
def _recorded(_: Page, block: Block, m: Measures) -> str:
    """How a line tells who made a recording or its words, or where they begin or end; nothing for most lines."""
    if not 0 < m.words <= LINE_WORDS or len(block.text) > LINE_CHARS or block.kind in FIXED_KINDS:
        return ""
    text, bare = block.text.strip(), m.folded.strip(BRACKETS)
    words = count_words(text, m.words)
    if words <= NOTICE_WORDS:
        if _is_end(bare):
            return "the end of a transcript"
        tokens = bare.split()
        said = [one for one in tokens if one.startswith(("trans", "trascri", "расшифр", "розшифр", "přepis", "litter"))]
        if said and len(tokens) > 1 and credit_set("kind-of-transcript").issuperset(tokens):
            return "what kind of transcript it is"
        if _YEAR_MARK.match(text) and text.upper() == text.replace("Copyright", "COPYRIGHT"):
            return "year and broadcaster"
    verb = one_of("made-verbs").match(bare)
    if verb is not None and words <= NAME_WORDS + 4:
        rest = written_from(text, bare, verb.end()).strip(BRACKETS)
        if _is_name(rest, rest.casefold()) and (rest != rest.lower() or ("." in rest and " " not in rest)):
            return f"'{verb.group()}' and a name"
    roles = read_roles(text, m.folded)
    if not roles:
        return ""
    sure = any(one in role for role in roles for one in credit_set("made-words"))
    return f"{'words' if sure else 'crew'}: {', '.join(roles)} with names"


def _is_end(bare: str) -> bool:
    """Whether a line is the end of a transcript or recording and nothing else, in either order."""
    for one in credit_set("over"):
        if bare.startswith(one) and bare[len(one) :].strip() in credit_set("recorded"):
            return True
        if bare.endswith(one) and bare[: len(bare) - len(one)].strip(" の") in credit_set("recorded"):
            return True
    return False


def _is_in_table(page: Page, index: int) -> bool:
    """Whether a line stands among fields with other labels: what is known of a film or a record."""
    others = 0
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(page.blocks) and (field := _FIELD.match(page.blocks[at].text)) is not None:
            others += field.group(1).strip().casefold() not in credit_set("made-crew")
            at += step
    return others > 0


RULES = (recording_credit,)
