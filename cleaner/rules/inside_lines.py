"""What programs leave inside the lines of a text (LFT): marks of a cut, notes on links, facts glued to an end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, by_line, derived
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.bylines import is_fact
from cleaner.rules.date_lines import date_like
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MONDAY
from cleaner.types import Block, Category

# How many characters are lacking, in the languages in which interfaces count them.
_MORE_CHARACTERS = re.compile(
    r"\s*[\[(]\+\s?\d[\d,.  ]* ?(?:chars?|characters|zeichen|caracteres|caractères|caratteri|caràcters|tekens|tecken"
    r"|tegn|merkkiä|znaków|znaky|znakov|znakova|karakter(?:ek|er|en)?|caractere|символ(?:ов|ів|а)|знак(?:ов|ів)"
    r"|χαρακτήρες|حرف(?:ا|اً|ًا)?|نویسه|תווים|अक्षर|वर्ण|ký tự|ตัวอักษร|文字|字符|字元|字|자|글자)[\])]\s*$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.|more…|more\.\.\.)\))\s*$")
_NEW_WINDOW = re.compile(
    r"\s*[,(\[]?\s?(?:opens (?:in )?(?:a )?new (?:tab|window)"
    r"|(?:wird )?(?:öffnet|geöffnet) (?:sich )?in (?:einem )?neue[mnr] (?:tab|fenster)"
    r"|s['’]ouvre dans (?:un nouvel onglet|une nouvelle fenêtre)"
    r"|se abre en una? (?:nueva )?(?:ventana|pestaña)(?: nueva)?|abre (?:em|numa) (?:uma )?nova (?:aba|janela)"
    r"|si apre in una nuova (?:finestra|scheda)|opent in (?:een )?nieuw (?:tabblad|venster)|otwiera się w nowej karcie"
    r"|откроется в новой вкладке|öppnas i nytt fönster|åpnes i nytt vindu|åbner i nyt vindue)[)\]]?",
    re.IGNORECASE,
)
_WINDOWS = (
    "new tab", "new window", "neuem tab", "neuem fenster", "neuen fenster", "nouvel onglet", "nouvelle fenêtre",
    "ventana", "pestaña",
    "nova aba", "nova janela", "nuova finestra", "nuova scheda", "nieuw tabblad", "nieuw venster", "nowej karcie",
    "новой вкладке", "nytt fönster", "nytt vindu", "nyt vindue",
)  # fmt: skip
_NOTE_LINK = re.compile(r"\s*\[\d{1,3}\]\s?<https?://[^<>\s]{1,500}>")
_GLUED = re.compile(r"(?<=[^\W\d_][.!?…])(?=[^\W\d_a-zà-ÿ][^.!?]{2,80}\d[^.!?]*(?:[.:]\d+[^.!?]*){0,6}$)")


@derived
def cut_marks(page: Page) -> dict[int, tuple[int, int]]:
    """Where a feed says that it gives only a part: block -> the characters of the mark."""
    found = {}
    last = len(page.blocks) - 1
    for block in page.blocks:
        hit = _MORE_CHARACTERS.search(block.text) if "[+" in block.text or "(+" in block.text else None
        if hit is None and block.index == last and block.text[-1:] in "])":
            hit = _CUT_OFF.search(block.text)
        if hit is not None:
            found[block.index] = hit.span()
    return found


@rule(
    "LFT005",
    "cut-mark",
    Category.PAYWALL,
    -4.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "[+4994 chars]", on=("[+4994",)),
        Example(ARTICLE + MONDAY[:80] + "… [+2829 chars]", on=("The council met on Monday",)),
        Example(ARTICLE + "[+1 204 znaków]", on=("[+1",)),
        Example(ARTICLE + "… [+2829文字]", on=("… [+",)),
    ),
    silent=(
        Example("He said […] that it would do.\n" + ARTICLE),
        Example(ARTICLE + "The Kestrels won the second half [+12 points]"),
    ),
)
def cut_mark(page: Page) -> Iterator[Finding]:
    """Finds the mark by which a feed says that it holds only the beginning of a text.

    Why: the mark is the feed's; that the text is cut is told by the label `truncated`.
    Example: `… [+2829 chars]`
    Source: the field `content` of news interfaces; WordPress ends its excerpts with `[…]`
    """
    for index, (start, end) in cut_marks(page).items():
        whole = not page.blocks[index].text[:start].strip("… .")
        yield Finding(index, "a feed's mark that more follows", span=None if whole else (start, end))


@rule(
    "LFT006",
    "note-inside",
    Category.READER_TOOLS,
    -4.0,
    modes=TEXT,
    fires=(
        Example(MONDAY.replace("town hall", "town hall , opens new tab,") + "\n" + ARTICLE, on=("The council",)),
        Example(MONDAY + " [1] <https://click.mail.example/abc>\n" + ARTICLE, on=("The council",)),
    ),
    silent=(Example("He opens new tabs all day long and reads none of them.\n" + ARTICLE),),
)
def note_inside(page: Page) -> Iterator[Finding]:
    """Finds what pages tell screen readers about a link, and the numbered addresses of plain mails, inside a line.

    Why: they describe the link, not the subject. Only these characters are cut.
    Example: `the club's site , opens new tab, "but …`
    Source: own observation on news sites and on bulletins sent as plain text
    """
    noted = set(joined_text(page).lines_with(joined_text(page).present(_WINDOWS)))
    for block, m in page:
        if not m.words or block.kind in FIXED_KINDS:
            continue
        if block.index in noted:
            for hit in _NEW_WINDOW.finditer(block.text):
                after = block.text[hit.end() : hit.end() + 1]
                if hit.start() > 0 and not after.isalnum():
                    yield Finding(block.index, f"a note about a link: '{hit.group().strip()}'", span=hit.span())
        if "<http" in block.text:
            for hit in _NOTE_LINK.finditer(block.text):
                yield Finding(block.index, "a numbered address", span=hit.span())


@rule(
    "LFT007",
    "glued-facts",
    Category.BYLINE,
    -4.0,
    modes=TEXT,
    fires=(Example(MONDAY + "Anna Keller |17.05.2025 - Updated : 17.05.2025\n" + ARTICLE, on=("The council",)),),
    silent=(Example(MONDAY + " In 1921 it was closed.\n" + ARTICLE),),
)
def glued_facts(page: Page) -> Iterator[Finding]:
    """Finds a name and dates that are glued to the last stop of a paragraph without a space.

    Why: the byline's element followed the paragraph's without a break.
    Example: `… planlanıyor.Başak Doğan |17.05.2025 - Güncelleme : 17.05.2025`
    Source: own observation on an agency's pages
    """
    for index, found in enumerate(_glued(page)):
        if found is not None:
            start, facts = found
            yield Finding(index, f"{facts} facts glued to the end", span=(start, len(page.blocks[index].text)))


@by_line
def _glued(_: Page, block: Block, m: Measures) -> tuple[int, int] | None:
    """Where facts begin that are glued to the end of a paragraph, and how many; None for most."""
    if m.words < 10 or block.kind in FIXED_KINDS or not m.digit_share:
        return None
    hit = _GLUED.search(block.text, max(0, len(block.text) - 120))
    if hit is None:
        return None
    pieces = [piece for piece in re.split(r"\s?[|•·]\s?|\s[-–—]\s", block.text[hit.end() :]) if piece.strip()]
    dated = sum(date_like(piece.casefold().strip()) or is_fact(piece) for piece in pieces)
    return (hit.end(), len(pieces)) if len(pieces) > 1 and dated >= len(pieces) - 1 >= 1 else None


RULES = (cut_mark, note_inside, glued_facts)
