"""Page numbers that a printed page left in a text (MRK)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.measure import Measures, word_count
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS, name_like
from cleaner.rules.date_lines import date_like
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Block, Category

WORDS = 12  # of a running head with its number
CHARS = 90
COUNTED = 2  # so many of the doubtful forms, with rising numbers, number pages
PAGE_WORD = (
    r"(?:page|pages|pag\.?|pág\.?|p\.|pg\.?|seite|s\.|página|pagina|stranica|страна|stran|pàgina|pàg\.?|páxina|faqe"
    r"|blaðsíða|bls\.?|muka surat|pahina|lehekülg|orrialdea|stronica|puslapis|lappuse|blz\.?|bladzijde|side|sida|sid\.?"
    r"|sivu|s\.|strona|str\.?|strana|страница|стр\.?|сторінка|стор\.?|с\.|sayfa|oldal|σελίδα|σελ\.?|halaman|hal\.?"
    r"|trang|الصفحة|صفحة|صفحه|ص|עמוד|עמ'|페이지|ページ|पृष्ठ|पेज|পৃষ্ঠা|หน้า)"
)
OF_WORD = r"(?:of|von|sur|de|di|van|av|af|z|ze|din|od|trên|из|з|/|από|dari|trong|من|از|מתוך|का|จาก|out of|ud af)"
_SURE = re.compile(
    rf"[-–—−|\[(\s]*{PAGE_WORD}\s?(?:\d{{1,4}}|[ivxlc]{{1,7}}(?![^\W_]))(?:\s?{OF_WORD}\s?\d{{1,4}}|\s?\(\d{{1,4}}\))?[-–—−|\])\s.]*$"
    r"|\d{1,4}\.?\s?(?:/\s?\d{1,4}\s?)?\.?\s?(?:ページ|頁|페이지|쪽|页|oldal|sayfa|lpp|lk|psl)\.?$"
    r"|第\s?\d{1,4}\s?[页頁](?:\s?[,，/（(]?\s?[共总總]\s?\d{1,4}\s?[页頁][)）]?)?$"
    r"|[共总總]\s?\d{1,4}\s?[页頁]\s?[,，/]?\s?第\s?\d{1,4}\s?[页頁]$|\d{1,4}\.?\s?(?:oldal|sayfa)\s?/\s?\d{1,4}$"
    r"|[-–—−~·•・∙‧=ـ]{1,2}\s?(?:\d{1,4}\s?(?:/\s?\d{1,4}\s?)?|[ivxlc]{1,7}\s?)[-–—−~·•・∙‧=ـ]{1,2}$|\d{1,4}\s?\|\s?p\s?a\s?g\s?e$"
    r"|(?:downloaded|retrieved|printed|accessed) (?:from \S{4,60} |by .{2,40} )?on .{4,20}\d{4}.{0,14}$"
    r"|(?:heruntergeladen|abgerufen|gedruckt|ausgedruckt) (?:von \S{4,60} )?am .{4,24}\d{4}.{0,14}$"
    r"|(?:téléchargé|imprimé|consulté) (?:depuis \S{4,60} )?le .{4,24}\d{4}.{0,14}$"
    r"|(?:descargado|impreso|consultado) (?:de \S{4,60} )?el .{4,24}\d{4}.{0,14}$"
    r"|(?:scaricato|stampato) (?:da \S{4,60} )?il .{4,24}\d{4}.{0,14}$|distribu(?:ted|ído) .{0,20}pdf$"
)
_ROMAN = re.compile(rf"(?:{PAGE_WORD}\s?|[-–—−]\s?)[ivxlc]{{1,7}}\s?[-–—−.]{{0,2}}$")
# Where an article goes on, or came from: in whichever order a language says page, number and this.
_CONTINUED = re.compile(
    r"(?:continue[sd]?|cont'?d|cont|fortsetzung|fortgesetzt|weiter|suite|lire la suite|continúa|continua|sigue"
    r"|pasa|viene|segue|vervolg|lees verder|fortsättning|forts|fortsättes|fortsættes|fortsetter|jatkuu|ciąg dalszy|cd"
    r"|dokończenie|pokračování|pokrač|continuare|folytatás|продолжение|окончание|начало|продовження|закінчення|початок"
    r"|συνέχεια|devamı|التتمة|تتمة|البقية|ادامه|المتابعة|המשך|शेष|bersambung|xem tiếp|tiếp theo|bersambung ke)\b"
)
_ON_PAGE = re.compile(
    rf"(?:^|\s){PAGE_WORD}\s?[a-f]?\d{{1,3}}\b|\b[a-f]?\d{{1,3}}\.? ?(?:oldal|sayfa|сторінц|стр|pupl)"
)
_CONTINUED_DENSE = re.compile(
    r"(?:下转|上接|下轉)第?\s?\w{1,4}\s?[版页頁]|[\d一二三四五六七八九十]{1,3}面[にへ]続く|\d{1,3}면(?:에|으로) 계속"
)
_SCANNED = (
    "digitized by ", "digitised by ", "scanned by ", "digitalisiert von ", "digitalisiert durch ", "gescannt von ",
    "numérisé par ", "scanné par ", "digitalizado por ", "escaneado por ", "digitalizzato da ", "gedigitaliseerd door ",
    "digitaliserad av ", "digitaliseret af ", "zdigitalizowano przez ", "zeskanowano przez ", "digitalizoval ",
    "оцифровано ", "отсканировано ", "оцифрував ", "digitalizálta ",
)  # fmt: skip
_FROM = "original from "  # what a library's stamp says under who scanned the page
_SURELY, _OF_ISSUE, _DATED = -1, -2, -3  # a page's number or stamp; running heads that number or date an issue
_DATED_HEAD = re.compile(r"[^.!?]{3,50}?\s?[,–—|·•-]\s(?=[^,–—|·•-]{6,30}(?:19|20)\d\d$)")
CONTINUED_WORDS, CONTINUED_CHARS = 8, 50  # of a line that says on which page an article goes on
BARRED = 10  # the lowest number of a page behind or before a bar that stands alone
HEAD_WORDS = 8  # of a running head
_ISSUE = re.compile(
    r"[^.!?]{3,40}[,–—|·-]? ?(?:vol|no|nr|núm|num|n°|n|issue|ausgabe|numéro|número|numero|nummer|numer|выпуск|№|sayı)"
    r"[.:]? ?\d{1,4}[ ,/–—|·-]{1,3}.{2,30}\b(?:19|20)\d\d$"
)
# A running head whose issue or date and page stand in one line, and one that counts volumes or goes on with a number.
_MARKED_ISSUE = (
    r"(?:n°|no\.?|nr\.?|núm\.?|num\.?|vol\.?|č\.|№|issue|ausgabe|jg\.|jahrgang|jaargang|årgang|årg\.|rok|ročník|rocznik|anno|année|año"
    r"|ano|выпуск|випуск|τεύχος|sayı|szám|évfolyam) ?\d{1,4}|\d{1,2}/(?:19|20)\d\d|(?:19|20)\d\d"
)
_HEADED = re.compile(rf"[^.!?]{{3,40}}?\W{{1,3}}(?:{_MARKED_ISSUE}).{{0,20}}?[,–—|·•/-] ?{PAGE_WORD} ?\d{{1,4}}$")
_VOLUME = re.compile(rf"[^.!?]{{3,40}}?\W{{1,3}}(?:{_MARKED_ISSUE})\W{{1,3}}(?:{_MARKED_ISSUE})$")
_NUMBERED_HEAD = re.compile(r"(\d{1,4}) ([^\d.!?]{4,60})$|([^\d.!?]{4,60}) (\d{1,4})$")
_NUMBER_AND_BAR = re.compile(r"^\d{1,4}\s?[|•·]\s?|\s?[|•·]\s?\d{1,4}$")
_BARE = re.compile(r"[-–—|\s]*\d{1,4}[-–—|\s]*")
_DOUBTFUL = re.compile(
    rf"(\d{{1,4}})\s?{OF_WORD}\s?\d{{1,4}}$|\[(\d{{1,4}})\]$|.{{3,70}}?\s?[|•·]\s?(\d{{1,4}})$|(\d{{1,4}})\s?[|•·]\s?.{{3,70}}$"
)


@rule(
    "MRK007",
    "page-number",
    Category.LONE_MARK,
    -3.2,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nPage 3 of 14\n{TUESDAY}", on=("Page 3",)),
        Example(f"{MONDAY}\n– 17 –\n{TUESDAY}", on=("– 17",)),
        Example(f"{MONDAY}\n第 4 页 共 9 页\n{TUESDAY}", on=("第 4",)),
        Example(
            f"{MONDAY}\nANNUAL REPORT 2020 | 17\n{TUESDAY}\nANNUAL REPORT 2020 | 18\n{MAYOR}",
            on=("ANNUAL REPORT 2020 | 17", "ANNUAL REPORT 2020 | 18"),
        ),
        Example(f"{MONDAY}\n(Fortsetzung auf Seite 4)\nfolytatás a 4. oldalon\n{TUESDAY}", on=("(Fort", "folytatás")),
        Example(f"{MONDAY}\nHARBOUR DAILY\nPage 3\n{TUESDAY}", on=("HARBOUR", "Page 3")),
        Example(f"{MONDAY}\nHafenbote Nr. 12 – Samstag, 3. Mai 2023\n7\n{TUESDAY}", on=("Hafenbote", "7")),
        Example(f"{MONDAY}\nHARBOUR DAILY — 3 MAY 2023\n17\n{TUESDAY}", on=("HARBOUR", "17")),
        Example(f"{MONDAY}\nHarbour Quarterly | 17\n{TUESDAY}", on=("Harbour",)),
        Example(f"{MONDAY}\nDigitized by Lantern\nOriginal from THE QUAY LIBRARY\n{TUESDAY}", on=("Digi", "Original")),
        Example(f"{MONDAY}\nDownloaded from www.harbour.example on 4 February 2024\n{TUESDAY}", on=("Downloaded",)),
        Example(f"{MONDAY}\nHafenblatt · Ausgabe 11/2026 · Seite 7\n{TUESDAY}", on=("Hafenblatt",)),
        Example(f"{MONDAY}\n14 Harbour Review\n{TUESDAY}\nHarbour Review 15\n{MAYOR}", on=("14", "Harbour")),
    ),
    silent=(
        Example(f"{MONDAY}\nApollo 11\n{TUESDAY}\nApollo 13\n{MAYOR}"),
        Example("Bulletin of the Society, no. 48, p. 17\nAnnals of the Quay, no. 3, p. 9\n" + MONDAY),
        Example(f"{MONDAY}\n17\n{TUESDAY}"),
        Example(f"{MONDAY}\nThe Argus, no. 17, 3 May 1924\n{TUESDAY}"),
        Example(f"{MONDAY}\nSee the map on page 4 of the guide that we gave you.\n{TUESDAY}"),
        Example(f"{MONDAY}\nOn page 17 it says nothing.\n{TUESDAY}"),
        Example(f"{MONDAY}\n[17]\n{TUESDAY}"),
        Example(f"{MONDAY}\nHarbour Quarterly | 17\nSeven Gulls | 12\n{TUESDAY}"),
        Example(f"{MONDAY}\nThe quay, 3 May 2023\nIt rained.\n{TUESDAY}"),
        Example("Oats | 12\nRye | 9\nWheat | 30\nBarley | 2"),
        Example("Contents\nThe quay walls, page 3\nThe ferry line, page 9"),
    ),
)
def page_number(page: Page) -> Iterator[Finding]:
    """Finds lines that number the pages of a printed text, and stamps that say where and when it was printed.

    Why: a document's layout breaks its paragraphs with them. A figure after a bar or in brackets counts only where
    the next one follows further down.
    Example: `Page 3 of 14`, `– 17 –`, `ANNUAL REPORT | 17`
    Source: own observation on texts taken from PDF files and scans
    """
    doubtful: list[tuple[int, int]] = []
    for index, found in enumerate(_numbers(page)):
        if found is None:
            continue
        if found in {_OF_ISSUE, _DATED}:
            if any(_is_bare(page, near) for near in (index - 1, index + 1)):
                yield Finding(index, "a running head with the issue's number or date, beside a page's")
        elif found < 0:
            yield Finding(index, "a page's number or stamp")
        else:
            doubtful.append((index, found))
    rising = all(0 < later[1] - earlier[1] <= 2 for earlier, later in pairwise(doubtful))
    apart = all(
        any(m.ends_sentence for m in page.measures[earlier[0] + 1 : later[0]]) for earlier, later in pairwise(doubtful)
    )
    if len(doubtful) >= COUNTED and rising and apart:
        for index, number in doubtful:
            yield Finding(index, f"one of {len(doubtful)} numbers of pages: {number}")

    yield from _running_heads(page)
    if len(doubtful) < COUNTED:
        yield from _beside_numbers(page)
        if len(doubtful) == 1 and _is_lone_running_head(page, *doubtful[0]):
            yield Finding(doubtful[0][0], "a running head and a page's number, between sentences")


def _running_heads(page: Page) -> Iterator[Finding]:
    """Running heads between sentences: with an issue and a page, or repeated with a volume or a rising number."""
    repeated: dict[str, list[tuple[int, int]]] = {}
    for index, (head, number) in enumerate(_heads(page)):
        if head and _is_between_sentences(page, index):
            if number == _SURELY:
                yield Finding(index, "a running head with its issue and page")
            else:
                repeated.setdefault(head, []).append((index, number))
    for head, found in repeated.items():
        if len(found) >= COUNTED and all(0 <= two[1] - one[1] <= 2 for one, two in pairwise(found)):
            for index, _ in found:
                yield Finding(index, f"a running head that stands {len(found)} times: '{head[:30]}'")


def _is_between_sentences(page: Page, index: int) -> bool:
    """Whether prose, or a sentence's end, stands on both sides of a line that is not the first."""
    if index <= 0:
        return False
    behind = index + 1 >= len(page.blocks) or page.measures[index + 1].ends_sentence
    return behind and (page.measures[index - 1].ends_sentence or page.measures[index - 1].words >= WORDS)


@by_line
def _heads(_: Page, block: Block, m: Measures) -> tuple[str, int]:
    """A running head and its number: _SURELY where issue and page are named, 0 for a volume; "" for other lines."""
    if not 1 < m.words <= WORDS or not m.digit_share or len(m.folded) > CHARS or block.kind in FIXED_KINDS:
        return "", 0
    if _HEADED.match(m.folded):
        return m.folded, _SURELY
    if _VOLUME.match(m.folded):
        return m.folded, 0
    numbered = _NUMBERED_HEAD.match(m.folded)
    if numbered is None:
        return "", 0
    head = numbered.group(2) or numbered.group(3)
    number = int(numbered.group(1) or numbered.group(4))
    at = m.folded.find(head)
    named = number >= BARRED and word_count(head) > 1 and name_like(block.text[at : at + len(head)])
    return (head, number) if named else ("", 0)


def _beside_numbers(page: Page) -> Iterator[Finding]:
    """The running head or the bare number right beside a line that surely numbers a page or an issue."""
    numbers = _numbers(page)
    for index, found in enumerate(numbers):
        if found is None or found >= 0:
            continue
        for near in (index - 1, index + 1):
            if not 0 <= near < len(numbers) or numbers[near] is not None:
                continue
            text, m = page.blocks[near].text, page.measures[near]
            if found == _SURELY and m.folded.startswith(_FROM) and m.words <= HEAD_WORDS:
                yield Finding(near, "where a scanned page is from, beside the stamp of the scan")
                continue
            if not 0 < m.words <= HEAD_WORDS or page.blocks[near].kind in FIXED_KINDS:
                continue
            capitals = text.isupper() and not m.ends_sentence and found == _SURELY
            if _is_bare(page, near) or capitals:
                yield Finding(near, "a running head or a number beside a page's number")


def _is_lone_running_head(page: Page, index: int, number: int) -> bool:
    """Whether the only line with a bar, between two sentences, is a name and a number as pages have."""
    text = page.blocks[index].text
    head = _NUMBER_AND_BAR.sub("", text)
    if head == text or number < BARRED or not name_like(head) or not 2 <= word_count(head) <= HEAD_WORDS:
        return False
    barred = sum("|" in block.text or "•" in block.text for block in page.blocks)
    beside = (index - 1, index + 1)
    return barred <= 1 and all(0 <= at < len(page.blocks) and page.measures[at].ends_sentence for at in beside)


def _is_bare(page: Page, index: int) -> bool:
    """Whether a line is nothing but a figure, as pages are numbered."""
    return 0 <= index < len(page.blocks) and _BARE.fullmatch(page.blocks[index].text) is not None


@by_line
def _numbers(_: Page, block: Block, m: Measures) -> int | None:
    """_SURELY where a line numbers a page, _OF_ISSUE or _DATED an issue, a number that may be a page's, else None."""
    if 2 < m.words <= WORDS and not m.ends_sentence and m.folded.startswith(_SCANNED):
        return _SURELY
    if 1 < m.words <= CONTINUED_WORDS and len(m.folded) <= CONTINUED_CHARS and _is_continued(m.folded):
        return _SURELY
    if not m.digit_share:
        return _SURELY if m.words == 1 + (m.folded[:1].isalpha()) and _ROMAN.match(m.folded) else None
    if not 0 < m.words <= WORDS or len(m.folded) > CHARS or block.kind in FIXED_KINDS:
        return None
    if _SURE.match(m.folded):
        return _SURELY
    if _ISSUE.match(m.folded):
        return _OF_ISSUE
    dated = _DATED_HEAD.match(m.folded)
    if dated and date_like(m.folded[dated.end() :]):
        return _DATED
    doubtful = _DOUBTFUL.match(m.folded)
    return int(next(filter(None, doubtful.groups()))) if doubtful else None


def is_page_number(page: Page, index: int) -> bool:
    """Whether a line surely numbers a page."""
    return _numbers(page)[index] == _SURELY


def _is_continued(folded: str) -> bool:
    """Whether a short line says on which page an article goes on or began."""
    bare = folded.strip(" ()[]*→▶►>»-–—…")
    if _CONTINUED_DENSE.match(bare):
        return True
    said = _CONTINUED.match(bare)
    return said is not None and _ON_PAGE.search(bare, said.end()) is not None


RULES = (page_number,)
