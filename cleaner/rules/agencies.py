"""What news agencies leave on a text (NOT): their names, other sources', and the mark of its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.page import Page, lines_where
from cleaner.page.shape import FIXED_KINDS, extent, name_like
from cleaner.rules.note_words import BRACKETS, count_words, note_set, notes, opens_with
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.rules.site_lines import site_lines
from cleaner.types import Block, Category

FEW_WORDS = 10  # of a line that names a source and ends as no sentence does
SOURCE_WORDS = 12  # of the longest line that names a source
DASHED = 3  # lines that open with two dashes and are a program's notes
NAMED_CHARS = 50  # of a name with an agency
END_WORDS = 3  # of a mark of a text's end, with an editor's number
PAPER_WORDS = 2  # of the name of a paper beside two agencies
CODE = 4  # letters of an editor's sign behind an agency's name
_PARTS = re.compile(r"[/,，、&+|·;=＝]|\s(?:and|und|et|y|e|i|en|och|og|ja|и|та|ve|و|dan|và|with|mit)\s|\s[-–—]\s")
_YEARS = re.compile(r"(?:©|\(c\)|copyright|ⓒ)?\s?(?:19|20)\d\d\s?")
_FROM = re.compile(
    r"(?:la rédaction |redaktion |redação |redacción |redazione )?"
    r"(?:with|avec|mit|con|com|med|z|с|з|par|per|por)\s(?=\w)"
)
_BESIDE = re.compile(
    r"\s?(?:/|\+|\bund\b|\b(?:with|mit|avec|con|com|med|met|cu|z|s|och|og|and|e|y|et|à|via|ile|dan|с|со|з|із|и|та|με|και)\b|·|\||[–—-]\s)\s?"
)
# Codes behind an agency's name: a number of the report, the signs of its editors in capitals, the end of a telex.
_CODE = re.compile(r"(?:\b[a-z]{2,4}:)?\d{6}[\d/-]*|\bnnnn\b")
_CAPITAL_SIGNS = re.compile(r"([A-Z]{2,8})((?: [A-Z]{2,4}){1,5})(?= \d| N{4})(?: \d{6,12})?(?: N{4})?$")
# When a report was sent, and who edited it, behind an agency's name.
_STAMPED = re.compile(r",\s\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,9}\.?)\s?\d{4}(?:,? \d{1,2}[:.]\d{2}(?: uhr)?)?$")
_EDITED = re.compile(r"(?:oprac|red|bearb|adapt|redig|edit)\.? ?[^\W\d_]{0,4}$")
# Words of a press release: behind them the sender follows.
_RELEASED = ("communiqu", "release", "mitteilung", "comunicad", "comunicat", "komunikat", "persbericht", "meddela")
_SERVICES = (" news service", " news agency", " press agency", " newswire", " haber ajansı", " nachrichtenagentur")
_NUMBERED = re.compile(r"/\s?\d{2,6}\W*$")  # of a report's editor
_BRACKETED = re.compile(r"[(\[（【][^()（）\[\]【】]{2,30}[)\]）】]\s?(?=\S)")
_SIGNED = re.compile(r"[(\[][a-z]{2,4}(?:[/-][a-z]{2,5}){0,3}[)\]]\.?$|-{2,}\s?\w+(?:\s\w+){1,3}$")


def agencies_only(folded: str) -> bool:
    """Whether a folded line names news agencies and nothing else; editors' signs may stand behind a stroke.

    >>> [agencies_only(one) for one in ("(dpa/lno)", "— afp", "sda/ij", "(서울=연합뉴스)", "ap and his brother")]
    [True, True, True, True, False]
    """
    bare = _FROM.sub("", _YEARS.sub("", _STAMPED.sub("", folded)).strip(BRACKETS))
    if _CODE.search(bare):
        bare = _CODE.sub("", bare).strip(BRACKETS + ",")
    if not bare or len(bare) > 60:
        return False
    parts = [part.strip(BRACKETS) for part in _PARTS.split(bare)]
    rest = [part for part in parts if part and part not in note_set("agencies") and not part.endswith(_SERVICES)]
    named = len([part for part in parts if part]) - len(rest)
    marked = "/" in folded or "=" in folded or "＝" in folded
    # Two agencies in brackets may have their own house beside them.
    if named > 1 and len(rest) == 1 and folded[0] in "([" and len(rest[0].split()) <= PAPER_WORDS:
        return True
    return named > 0 and all((marked and len(part) <= CODE and " " not in part) or _EDITED.match(part) for part in rest)


def _is_name_beside_agency(text: str, folded: str) -> bool:
    """Whether a name stands with an agency: `LINDAU (dpa/lby)`, `Le Figaro avec AFP`."""
    if len(text) > NAMED_CHARS or len(text) != len(folded):
        return False
    opened = max(folded.find("("), folded.find("（"))
    if opened > 0 and folded.rstrip(" -–—:.")[-1] in ")）":
        name, agency = text[:opened].strip(), folded[opened:]
        # Behind a person's name PA is what he is; agencies write their signs small, and places in capitals.
        if not (name.isupper() or text[opened:].lower() == text[opened:]):
            return False
    else:
        beside = [hit for hit in _BESIDE.finditer(folded) if hit.start() > 0]
        if not beside:
            return False
        name, agency = text[: beside[-1].start()].strip(), folded[beside[-1].end() :]
    return bool(name) and name[0].isupper() and name_like(name) and agencies_only(agency)


def _is_signed_in_capitals(text: str) -> bool:
    """Whether a line is an agency, its editors' signs in capitals and a number: `PTI SRY KJ 11121940 NNNN`."""
    found = _CAPITAL_SIGNS.match(text.strip(BRACKETS))
    return found is not None and found[1].casefold() in note_set("agencies") and text.strip(BRACKETS) != found[1]


def _is_reporter_of_agency(text: str, folded: str) -> bool:
    """Whether a line in brackets is an agency and its reporter: `(TT-Örjan Magnusson)`."""
    if text[0] not in "([（" or text[-1] not in ")]）" or len(text) > NAMED_CHARS or len(text) != len(folded):
        return False
    agency, mark, _ = folded.strip(BRACKETS).partition("-")
    name = text.strip(BRACKETS)[len(agency) + 1 :]
    return bool(mark) and agency in note_set("agencies") and name_like(name)


def _opens_with_agency(text: str, folded: str) -> bool:
    """Whether nothing but a name stands behind an agency in brackets: (서울=연합뉴스) 김하나 기자."""
    found = _BRACKETED.match(folded)
    if found is None or not agencies_only(found.group()):
        return False
    return name_like(text[found.end() :].strip(BRACKETS))


@rule(
    "NOT003",
    "agency-mark",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "(dpa/lno)", on=("(dpa",)),
        Example(ARTICLE + "— AFP", on=("— AFP",)),
        Example(ARTICLE + "Le Phare du Soir avec AFP", on=("Le Phare",)),
        Example("LINDAU (dpa/lby)\n" + ARTICLE, on=("LINDAU",)),
        Example(ARTICLE + "PTI SRY KJ 11121940 NNNN", on=("PTI",)),
        Example(ARTICLE + "(TT-Örjan Holm)", on=("(TT",)),
        Example("시의회가 월요일에 열렸다.\n아무것도 정하지 못했다.\n(해오름=뉴시스) 김하나 기자", on=("(해오름",)),
        Example(ARTICLE + "With inputs from PTI and agencies", on=("With inputs",)),
        Example(ARTICLE + "Source: Harbour Today", on=("Source",)),
    ),
    silent=(
        Example(ARTICLE + "-- Count the ferries\n-- Count the boats\n-- Count what is left"),
        Example(ARTICLE + "AP and his brother went home."),
        Example(ARTICLE + "He went with AP"),
        Example(ARTICLE + "UNI OF THE YEAR"),
        Example(ARTICLE + "Tom Birch (PA)\nRuth Mellor (chair)"),
        Example(ARTICLE + "(AP) The ferry sank in the harbour on Monday."),
        Example("Der Rat tagte am Montag.\nEs regnete.\nQuelle und Mündung liegen nur zwölf Kilometer auseinander."),
        Example("Source: the river rises in a bog\n" + ARTICLE),
        Example(ARTICLE + "With inputs from all sides the meeting went on until nobody was left to hear it."),
    ),
)
def agency_mark(page: Page) -> Iterator[Finding]:
    """Finds lines that name an agency or another source and nothing else, in the head or the tail.

    Why: where a report comes from is a credit.
    Example: `(dpa/lno)`, `Con información de EFE`, `Source: Harbour Today`
    Source: own observation; the agencies and wordings are data/notes.toml's
    """
    where = extent(page)
    for index in site_lines(page):
        block, m = page.blocks[index], page.measures[index]
        words = count_words(block.text, m.words)
        if words > SOURCE_WORDS:
            continue
        tail = where.in_tail(index)
        if not (tail or where.in_head(index)):
            continue
        if (
            agencies_only(m.folded)
            or _opens_with_agency(block.text, m.folded)
            or _is_name_beside_agency(block.text, m.folded)
            or _is_signed_in_capitals(block.text)
            or _is_reporter_of_agency(block.text, m.folded)
            or (index > where.last >= 0 and _is_signature(page, index))
        ):
            yield Finding(index, "nothing but the names of agencies or the signs of editors", weight=-3.4)
            continue
        if not tail:
            continue
        bare = m.folded.lstrip(BRACKETS)
        phrase = ""
        if bare.startswith(notes("material")) or m.folded.startswith(notes("material")):
            phrase = next((one for one in notes("material") if opens_with(bare, one) or opens_with(m.folded, one)), "")
        ends = m.ends_sentence and not any(one in phrase for one in _RELEASED)
        if phrase and _is_source_name(bare[len(phrase.strip("(（")) :], block.text, words, ends=ends):
            yield Finding(index, f"opens with '{phrase}'", weight=-3.2)
            continue
        label = _label(bare)
        if label and index > where.last:
            yield Finding(index, f"the label '{label}' and a name", weight=-3.2)


def _is_signature(page: Page, index: int) -> bool:
    """Whether a line is the signs of editors, or a name behind dashes; many such lines are a program's notes."""
    if not _SIGNED.match(page.measures[index].folded):
        return False
    return page.blocks[index].text[0] != "-" or len(_dashed(page)) < DASHED


@lines_where
def _dashed(_: Page, block: Block, __: Measures) -> bool:
    return block.text[:2] == "--"


def _is_source_name(rest: str, text: str, words: int, *, ends: bool) -> bool:
    """Whether what follows "with material from" is a name or an agency, and no clause."""
    if any(one in rest for one in note_set("agencies") if len(one) > 3) or not rest.strip(BRACKETS):
        return True
    named = text[-len(rest) :].strip(BRACKETS) if rest else ""
    return words <= SOURCE_WORDS and (name_like(named) or (words <= FEW_WORDS and not ends))


def _label(bare: str) -> str:
    """A label of a source with a short name behind it."""
    head, mark, rest = (
        bare.partition(":") if ":" in bare else bare.partition("：") if "：" in bare else bare.partition(" ")
    )
    name = head.strip(BRACKETS)
    if name not in note_set("source") or not rest.strip(BRACKETS):
        return ""
    if mark == " " and name not in {"via", "source"}:
        return ""
    return name if count_words(rest, len(re.findall(r"\w+", rest))) <= 7 and not re.search(r"[.!?]\s", rest) else ""


@rule(
    "NOT004",
    "text-end",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(Example(ARTICLE + "ENDS\n-30-", on=("ENDS", "-30-")),),
    silent=(Example("Fin\nThe shark's fin was on the table.\n" + ARTICLE),),
)
def text_end(page: Page) -> Iterator[Finding]:
    """Finds the marks by which agencies and press offices end a text.

    Why: they told an editor where to stop.
    Example: `ENDS`, `-30-`, `(끝)`
    Source: journalists' usage; the words are data/notes.toml's
    """
    where = extent(page)
    for block, m in page:
        if block.index <= where.last or where.last < 0 or m.words > END_WORDS or block.kind in FIXED_KINDS:
            continue
        bare = _NUMBERED.sub("", m.folded).strip(BRACKETS)
        marked = block.text.isupper() or not block.text.isalnum() or bare[0] > "\u0400"
        if bare in note_set("ends") and marked and (bare != "30" or "-" in m.folded):
            yield Finding(block.index, f"'{bare}' behind the last prose", weight=-3.4)


RULES = (agency_mark, text_end)
