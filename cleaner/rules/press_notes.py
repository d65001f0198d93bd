"""What a sender's press office and a wire service leave on a text (PRS): whom to ask, what it is, who sent it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line, line_fact, lines_where
from cleaner.page.shape import FIXED_KINDS, capitalised_share, extent, last_written, name_like
from cleaner.rules.credit_words import credit_set, credit_starts, families_in, one_of
from cleaner.rules.note_words import BRACKETS, count_words, note_set
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.rules.word_starts import spell
from cleaner.types import Block, Category

LABEL_WORDS, LINE_WORDS = 8, 40  # of a label, and of the line behind it
UNDER, UNDER_WORDS = 7, 12  # lines under a label, and words of each
MARK_WORDS = 9  # of a line that is an agency's name and small words
NAME_CHARS = 12  # in scripts without capitals
SIGN = 4  # letters of an editor's sign
RIGHTS = 2  # words about rights beside an agency's name
_REACH = re.compile(r"[\w.+-]@[\w-]+\.\w|(?<!\d)[+(]?\d[\d ()/.–-]{5,24}\d|https?://|\bwww\.")
_COLON = re.compile("[:：]")
_PIECE = re.compile(r"[,،、;，(|/–—-]")
_SIGNS = re.compile(r"[A-Z]{2,3}(?: ?// ?[A-Z]{2,3}){1,3}$")
_REPORTER = re.compile(r"(记者|記者|기자|특파원|電|电|摄|攝)\s?[^\s\W]{0,4}\s?[^\s\W]{0,4}(?:摄|攝|报道|報導)?$")
_EDITED = re.compile(r"([^\W\d_]{2,12})/?\s?\([^()]{4,90}\)$")
_WRITERS = re.compile(
    r"(?:the )?([^\W\d_]{2,12}) (?:writers?|reporters?|journalists?|correspondents?)\b.{4,60}contributed"
)
_RIGHTS_OF = "the rights of an agency"
_OWNED = ("©", "(c)", "ⓒ", "copyright")


@rule(
    "PRS001",
    "press-contact",
    Category.CREDITS,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Presskontakt: Anna Ek, presschef, 070-123 45 67", on=("Presskontakt",)),
        Example(ARTICLE + "Lisätietoja: viestintäjohtaja Aino Salo, p. 040 123 4567", on=("Lisä",)),
        Example(ARTICLE + "Media enquiries\nNell Ashworth\n0117 496 0345", on=("Media", "Nell", "0117")),
        Example(ARTICLE + "For more information, contact: Nell Ashworth, 0117 496 0345", on=("For more",)),
    ),
    silent=(
        Example(ARTICLE + "The press office closed at noon and nobody answered the telephone."),
        Example(ARTICLE + "Contact with the press: none for a week."),
        Example(ARTICLE + "Media contact was avoided until the spring of the year, and nobody knew why."),
        Example(ARTICLE + "For more information, see the parish register of 1911."),
    ),
)
def press_contact(page: Page) -> Iterator[Finding]:
    """Finds whom the press may ask: a label for it with a name, a telephone or an address behind or below it.

    Why: a press office writes it for editors, not for readers.
    Example: `Kontakt pro média: Jana Malá, media@northwind.example`
    Source: the forms of press releases in many languages; data/credits.toml
    """
    where, last = extent(page), last_written(page)
    for index, kind in enumerate(_contacts(page)):
        if not kind or index <= where.first:
            continue
        if kind == "info" and index <= last:
            continue
        below = [] if kind != "heading" else _under(page, index)
        if kind == "heading" and not below and not where.in_tail(index):
            continue
        yield Finding(index, "whom the press may ask")
        for one in below:
            yield Finding(one, "under a label for the press", weight=-2.8)


@by_line
def _contacts(_: Page, block: Block, m: Measures) -> str:
    """How a line tells whom to ask: "press" by a label for it, "heading" by this alone, "info", or nothing."""
    if not 0 < m.words <= LINE_WORDS or block.kind in FIXED_KINDS:
        return ""
    bare = m.folded.lstrip(BRACKETS)
    colon = _COLON.search(bare)
    label = (bare[: colon.start()] if colon else bare).strip(BRACKETS)
    rest = bare[colon.end() :].strip(BRACKETS) if colon else ""
    reach = _REACH.search(m.folded) is not None
    if len(label.split()) <= LABEL_WORDS and (label in credit_set("press-contact") or _is_for_press(label, reach)):
        if not rest:
            return "heading"
        named = name_like(_PIECE.split(block.text[-len(rest) :], maxsplit=1)[0])
        return "press" if reach or named else ""
    if not reach:
        return ""
    if one_of("press-contact").match(bare):
        return "press"
    info = one_of("more-info").match(bare)
    if info is None:
        return ""
    start = colon.end() if colon and len(label.split()) <= LABEL_WORDS else info.end()
    told = block.text[len(block.text) - len(bare) + start :].strip(BRACKETS + ", ")
    return "info" if _is_person(_PIECE.split(told, maxsplit=1)[0].strip()) else ""


def _is_person(told: str) -> bool:
    """Whether a few words hold a name; an office may stand before it."""
    words = told.split()
    if told[:1] > "\u0900":
        return bool(words) and len(told) <= NAME_CHARS
    return 1 < len(words) <= LABEL_WORDS and capitalised_share(" ".join(words[-2:])) == 1.0


def _is_for_press(label: str, reach: bool) -> bool:
    """Whether a label has a word for the press and one for asking, and an address or a telephone stands behind it."""
    return reach and families_in(label, "press", "ask") == {0, 1}


def _under(page: Page, index: int) -> list[int]:
    """The lines under a label that tell a name, a telephone and an address; none where no line has either of these."""
    found: list[int] = []
    for at in range(index + 1, min(index + 1 + UNDER, len(page.blocks))):
        m = page.measures[at]
        reach = _REACH.search(m.folded) is not None
        if m.prose or m.words > UNDER_WORDS or (m.ends_sentence and not reach):
            break
        found.append(at)
    while found and not _REACH.search(page.measures[found[-1]].folded):
        found.pop()
    return found


@rule(
    "PRS002",
    "press-release",
    Category.CREDITS,
    -3.2,
    modes=TEXT,
    fires=(
        Example("COMUNICATO STAMPA\n" + ARTICLE, on=("COMUNICATO",)),
        Example(ARTICLE + "Pressmeddelande", on=("Press",)),
    ),
    silent=(
        Example(ARTICLE + "The press release was late."),
        Example(ARTICLE + "Press release\n" + ARTICLE + MAYOR),
    ),
)
def press_release(page: Page) -> Iterator[Finding]:
    """Finds lines that say that the text is a press release and nothing else, over its prose or behind it.

    Why: it tells editors what they have before them.
    Example: `FOR IMMEDIATE RELEASE`, `Tisková zpráva`
    Source: the forms of press releases; data/credits.toml
    """
    where, last = extent(page), last_written(page)
    for index in _releases(page):
        if index < where.first or index > last >= 0:
            yield Finding(index, f"what the text is: '{page.blocks[index].text.strip()}'")


@lines_where
def _releases(_: Page, __: Block, m: Measures) -> bool:
    return 0 < m.words <= LABEL_WORDS and m.folded.strip(BRACKETS) in credit_set("release")


@rule(
    "PRS003",
    "wire-mark",
    Category.CREDITS,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "(PAP) aw/ jm/", on=("(PAP)",)),
        Example(ARTICLE + "(With PTI inputs)", on=("(With",)),
        Example(ARTICLE + "STT–AFP", on=("STT",)),
        Example(ARTICLE + "JM // SB", on=("JM",)),
        Example(ARTICLE + "OTS: Hafenwerk AG", on=("OTS",)),
        Example(ARTICLE + "AGERPRES/(AS - redactor: Ion Pop, editor: Ana Rusu)", on=("AGERPRES",)),
        Example("© EFE 2024. Prohibida la redistribución.\n" + ARTICLE + "新华社记者 李强", on=("新华社",)),
    ),
    silent=(
        Example(ARTICLE + "AP or UPI, it was all the same to him."),
        Example(ARTICLE + "Service: none"),
        Example(ARTICLE + "The AP reserved a room in the town hall."),
        Example(ARTICLE + "AB or CD"),
    ),
)
def wire_mark(page: Page) -> Iterator[Finding]:
    """Finds lines of an agency's name with small words or editors' signs, and labels of who sent a text, at its end.

    Why: where a report comes from is a credit.
    Example: `(PAP) aw/ jm/`, `(With PTI inputs)`, `OTS: Hafenwerk AG`
    Source: the habits of news agencies; data/credits.toml and data/notes.toml
    """
    for index in extent(page).tail:
        evidence = _wire_mark(page, index)
        if evidence and (evidence == _RIGHTS_OF or not page.measures[index].prose):
            yield Finding(index, evidence)


@line_fact
def _wire_mark(_: Page, block: Block, m: Measures) -> str:
    """How a line is the mark of an agency or of a sender, or nothing."""
    if not 0 < m.words <= LINE_WORDS or block.kind in FIXED_KINDS:
        return ""
    text, bare = block.text.strip(), m.folded.strip(BRACKETS)
    words = count_words(text, m.words)
    if words <= MARK_WORDS and _is_agency_with(m.folded, bare):
        return "an agency and the small words beside it"
    if _SIGNS.match(text):
        return "the signs of editors"
    colon = _COLON.search(bare)
    label = bare[: colon.start()].strip() if colon else ""
    if label in credit_set("wire-labels") and words <= MARK_WORDS + 5 and _is_sender(label, text, bare):
        return f"the label '{label}' and a sender"
    named = words > 2 and not note_set("agencies").isdisjoint(m.tokens)
    if named and (bare.startswith(_OWNED) or _speaks_of_rights(m.folded)) and families_in(text, "rights"):
        return _RIGHTS_OF
    return ""


def _is_agency_with(folded: str, bare: str) -> bool:
    """Whether a line is an agency's name with small words, with editors' signs behind strokes, or with a reporter's."""
    reporter = _REPORTER.search(bare)
    if reporter is not None and bare[: reporter.start()].strip() in note_set("agencies"):
        return True
    writers = _WRITERS.match(bare)
    if writers is not None and writers.group(1) in note_set("agencies"):
        return True
    edited = _EDITED.match(folded)
    if edited is not None and edited.group(1) in note_set("agencies") and "/" in folded:
        return True
    tokens = re.findall(r"[^\W_]+", bare)
    named = [one for one in tokens if one in note_set("agencies")]
    signs = "/" in folded
    if not named or (len(named) == len(tokens) and len(named) > 3):
        return False
    return all(
        one in note_set("agencies") or one in credit_set("around-agency") or (signs and len(one) <= SIGN)
        for one in tokens
    )


def _is_sender(label: str, text: str, bare: str) -> bool:
    rest = text[-len(bare) :][len(label) + 1 :].strip(BRACKETS)
    if label == "service":
        return _REACH.search(rest) is not None
    return bool(rest) and name_like(_PIECE.split(rest, maxsplit=1)[0].strip())


def _speaks_of_rights(folded: str) -> bool:
    """Whether a line has several words about rights."""
    return len({literal for _, _, literal in credit_starts("rights").find(spell(folded))}) >= RIGHTS


RULES = (press_contact, press_release, wire_mark)
