"""What journals and repositories stamp on a document's pages: numbers, dates of review, who took a copy (MRK)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.credit_words import any_of
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY
from cleaner.types import Block, Category

WORDS, NOTICE_WORDS = 26, 60
MOST = 4  # more are a list of sources
_NUMBERED = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/\S+|doi\W{0,3}(?:https?://\S+|10\.\d{4,9}/\S+))\W*$"
    r"|(?:[ep]-?)?issn\W{0,3}\d{4}-\d{3}[\dx]\b|.{3,120}\W(?:[ep]-?)?issn\W{0,3}\d{4}-\d{3}[\dx]\W*$"
    r"|(?:article (?:number|no\.?|id)|hal id|arxiv|eid|pii|udc|удк|ббк)\W{1,3}[\w./:()-]*\d[\w./:()-]*(?:\sv\d)?$"
    r"|\S{2,60}\.(?:indd|qxd|qxp|docx?|pdf|dvi|ps)\s+\d{1,4}(?:\s.{0,30}\d)?$"
)
_ADDRESS_OR_DAY = re.compile(
    r"https?://|www\.|\w\.[a-z]{2,7}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,3}(?:\.\d{1,3}){3}"
)


@rule(
    "MRK009",
    "document-stamp",
    Category.LONE_MARK,
    -3.2,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nDOI: 10.1002/quay.0000\nISSN 0187-6376\n{TUESDAY}", on=("DOI", "ISSN")),
        Example(f"{MONDAY}\nHAL Id: hal-02914477\nquay_final2.indd 65\n{TUESDAY}", on=("HAL", "quay_final2")),
        Example(f"{MONDAY}\nDownloaded from https://quay.example/5 by guest on 4 May 2022\n{TUESDAY}", on=("Down",)),
        Example(f"{MONDAY}\nСкачано с сайта quay.example\n{TUESDAY}", on=("Скачано",)),
        Example(f"{MONDAY}\nRecibido: 14/02/2019; Aceptado: 30/08/2019\n{TUESDAY}", on=("Recibido",)),
        Example(f"{MONDAY}\nСтаття надійшла до редакції 11.02.2013\n{TUESDAY}", on=("Стаття",)),
    ),
    silent=(
        Example(f"{MONDAY}\nReceived wisdom\n{TUESDAY}"),
        Example(f"{MONDAY}\nDownloaded from the roof, the bell stood in the yard for 12 years.\n{TUESDAY}"),
        Example(f"{MONDAY}\nHarbour Letters, ISBN 978-0-00-000000-2, 224 pages\n{MAYOR}"),
        Example("\n".join(f"Moor {n}, Quays, 2019\nhttps://doi.org/10.1002/quay.{n}" for n in range(9))),
        Example(f"{MONDAY}\nThe article number 12 of the treaty\n{TUESDAY}"),
    ),
)
def document_stamp(page: Page) -> Iterator[Finding]:
    """Finds the numbers under which a document is filed, the days of its review, and who took a copy of it when.

    Why: they stand at the foot of each page of a journal or a repository's copy. More of them list sources.
    Example: `Downloaded from https://quay.example/5 by guest on 4 May 2022`
    Source: own observation on texts taken from PDF files
    """
    found = [index for index, evidence in enumerate(_stamps(page)) if evidence]
    if len(found) <= MOST:
        for index in found:
            yield Finding(index, _stamps(page)[index])


def is_stamp(page: Page, index: int) -> bool:
    """Whether a line is a document's stamp."""
    return bool(_stamps(page)[index])


@by_line
def _stamps(_: Page, block: Block, m: Measures) -> str:
    """What a line stamps on a document, or nothing."""
    folded = m.folded
    if block.kind in FIXED_KINDS or not 0 < m.words <= NOTICE_WORDS:
        return ""
    if "preprint" in folded and ("this version posted" in folded or "not certified by peer review" in folded):
        return "a repository's notice on a preprint"
    if m.words > WORDS or not (m.digit_share or "." in folded):
        return ""
    if _NUMBERED.match(folded):
        return "a number under which a document is filed"
    bare = folded.lstrip("*†‡ ")
    if _taken().match(bare) and _ADDRESS_OR_DAY.search(bare):
        return "who took a copy of a document, and when"
    if _reviewed().match(bare):
        return "when a paper was sent in or accepted"
    return "whom to write to about a paper" if "@" in bare and _writes_to().match(bare) else ""


@lru_cache(maxsize=1)
def _taken() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('copy-taken')})(?![^\W_])")


@lru_cache(maxsize=1)
def _reviewed() -> re.Pattern[str]:
    day = r"(?:\s(?:on|le|el|em|il|am|op|dnia|dne|date|tarihi))?\s?[:：]?\s?\W?\d"
    return re.compile(rf"(?:{any_of('paper-reviewed')}){day}[^.!?]{{0,12}}(?:[^!?]{{0,90}}\d\)?\.?)?$")


@lru_cache(maxsize=1)
def _writes_to() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('corresponding-author')})(?![^\W_])")


RULES = (document_stamp,)
