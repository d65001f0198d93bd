"""Lists that are a text's own (FLD): the heads of its mails, a series of measures by day, the entries of a glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.date_lines import date_like
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.types import Category

MAILS = 2  # heads of mails
SERIES = 3  # days with a measure
ROWS = 3  # rows of a table under a day
ENTRIES = 4  # of a glossary

_FROM = re.compile(
    r"(?:from|von|de|da|van|från|fra|lähettäjä|od|от|від|feladó|kimden|από|de la"
    r"|差出人|发件人|보낸 ?사람|מאת|من)\s?[:：]\s?\S",
    re.IGNORECASE,
)
_MAIL_FIELD = re.compile(
    r"(?:to|cc|subject|re|an|betreff|à|objet|para|asunto|assunto|a|oggetto|aan|onderwerp|till|til|ämne|emne|do|temat|komu"
    r"|předmět|кому|тема|címzett|tárgy|kime|konu|προς|θέμα|către|subiect|vastaanottaja|aihe|宛先|件名|收件人|主题"
    r"|받는 ?사람|제목"
    r"|אל|נושא|إلى|الموضوع)\s?[:：]\s?\S",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\d+[.,]\d{1,3}(?:\s?[^\W\d]{1,4}|\s?[%°]C?)?$")
_CLOCK = re.compile(r"\d:\d\d|(?<!\d)(?:19|20)\d\d(?!\d)")
_ROW = re.compile(r"[^\W\d].{0,60}\s\d+$")
TERM_CHARS = 30  # of a word that is explained
_DEFINED = re.compile(r"(?:- )?([^\W\d_][^:.!?]{0,28}): (?=[^\W\d_])(?![A-ZÀ-ÞА-ЯЁΑ-Ω])")
_ENTRY = re.compile(r"【[^】]{1,20}】\s?\S|［[^］]{1,20}］\s?\S")


@rule(
    "FLD006", "mail-head", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(
            "Von: Anna Keller\nAn: Haus 9\nBetreff: Klavier\nWer spielt da?\nVon: Uwe Brandt\nAn: Haus 9\nIch nicht.",
            on=("Von: Anna", "An: Haus", "Betreff", "Von: Uwe"),
        ),
        Example(
            "From: Anna\nSubject: The fence\nIt is down.\nFrom: Tom\nSubject: Re: The fence\nAgain?",
            on=("From: Anna", "Subject: The", "From: Tom", "Subject: Re"),
        ),
    ),
    silent=(
        Example("Von: Anna Keller\nDer Rat tagte am Montag.\nVon: Uwe Brandt"),
        Example("From: Anna\nTo: Tom\n" + ARTICLE),
    ),
)  # fmt: skip
def mail_head(page: Page) -> Iterator[Finding]:
    """Finds the fields over the mails that a text consists of: from whom, to whom and about what, twice or more.

    Why: `Von: Anna Keller` heads a mail as it heads an article; under an article's stands no field of a mail.
    Example: `Von: Anna Keller` / `An: Haus 9` / `Betreff: Klavier`
    Source: stories in letters, lists of mails in reports
    """
    heads: list[list[int]] = []
    for block in page.blocks:
        if not _FROM.match(block.text):
            continue
        head = [block.index]
        for below in page.blocks[block.index + 1 : block.index + 5]:
            if not _MAIL_FIELD.match(below.text):
                break
            head.append(below.index)
        if len(head) > 1:
            heads.append(head)
    if len(heads) >= MAILS:
        for head in heads:
            for index in head:
                yield Finding(index, f"the head of one of {len(heads)} mails", final=True)


@rule(
    "FLD007", "series-by-day", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example("수위 기록\n7월 1일 2.10\n7월 2일 2.35\n7월 3일 4.80\n다리가 잠겼다.", on=("7월 1일", "7월 3일")),
        Example("Pegel\n1. Juli 2,10 m\n2. Juli 2,35 m\n3. Juli 4,80 m\n" + ARTICLE, on=("1. Juli", "3. Juli")),
        Example("Stand op 5 oktober\nBellingwolde 5 13\nOudeschans 5 11\nWedde 5 8", on=("Stand op",)),
    ),
    silent=(
        Example("12.03.2024 08:15\n13.03.2024 09:20\n14.03.2024 10:35\n" + ARTICLE),
        Example("5 October\n" + ARTICLE),
    ),
)  # fmt: skip
def series_by_day(page: Page) -> Iterator[Finding]:
    """Finds days with a measure behind each, three or more, and the day over the rows of a table.

    Why: they are read as dates with an hour, and are the figures of a gauge, a market or a league.
    Example: `7월 1일 2.10`, `Stand op 5 oktober` over `Wedde 5 8`
    Source: own observation on records and results
    """
    dated = [
        block.index
        for block, m in page
        if 1 < m.words <= 8 and m.digit_share and block.kind not in FIXED_KINDS and date_like(m.folded)
    ]
    measured = [
        index
        for index in dated
        if _MEASURED.search(page.blocks[index].text) and not _CLOCK.search(page.blocks[index].text)
    ]
    if len({page.measures[index].folded for index in measured}) >= SERIES:
        for index in measured:
            yield Finding(index, f"one of {len(measured)} days with a measure", final=True)
    for index in dated:
        rows = page.blocks[index + 1 : index + 1 + ROWS]
        if len(rows) == ROWS and all(_ROW.match(row.text) and not date_like(row.text.casefold()) for row in rows):
            yield Finding(index, "over the rows of a table", final=True)


@rule(
    "FLD008", "glossary-entry", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(
            "【掺茶】往盖碗里续开水。\n【关火】是说了算的意思。\n【幺师】跑堂的。\n【版权所有】茶客借来指固定的座位。",
            on=("【掺茶】", "【关火】", "【幺师】", "【版权所有】"),
        ),
    ),
    silent=(Example("【本报讯】市议会星期一开会。\n【版权所有】未经许可不得转载。"),),
)  # fmt: skip
def glossary_entry(page: Page) -> Iterator[Finding]:
    """Finds lines that open with a term in brackets and say what it means, four or more.

    Why: what a glossary explains may be a word that sites use; a site's own notices are few.
    Example: `【掺茶】往盖碗里续开水。`
    Source: the form of Chinese and Japanese glossaries
    """
    entries = [block.index for block in page.blocks if block.text[:1] in "【［" and _ENTRY.match(block.text)]
    if len({page.blocks[index].text[:8] for index in entries}) >= ENTRIES:
        for index in entries:
            yield Finding(index, f"one of {len(entries)} entries with their terms in brackets", final=True)


@rule(
    "FLD009", "defined-term", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(
            "Byline: the name of the writer, printed small.\nCaption: the sentence under a picture.\n"
            "Filler: two lines about a tortoise.\nMasthead: the name of the paper.",
            on=("Byline", "Caption", "Filler", "Masthead"),
        ),
        Example(
            "Anzeige: was einer über sich selbst sagt.\nFoto: ein Bild ohne Unterschrift.\n"
            "Quelle: wer es zuerst geschrieben hat.\nRedaktion: ein Zimmer mit kaltem Kaffee.",
            on=("Anzeige", "Foto", "Quelle", "Redaktion"),
        ),
    ),
    silent=(
        Example(ARTICLE + "Author: Anna Keller\nCategory: Harbour\nPhoto: Tom Reed\nTags: ferry, quay"),
        Example("Photo: the ferry in winter.\nRead more: how the ferry was sold.\n" + ARTICLE),
    ),
)  # fmt: skip
def defined_term(page: Page) -> Iterator[Finding]:
    """Finds lines that say in a sentence what a word means, four or more in the order of the alphabet.

    Why: a glossary of newspapers explains `Caption:` and `Advertisement:`, too. Labels of a site come in no order, and
    what follows them begins with a capital.
    Example: `Byline: the name of the writer, printed small.`
    Source: the form of glossaries
    """
    defined = [
        (found[1].casefold(), block.index)
        for block, m in page
        if m.ends_sentence and ":" in block.text[:TERM_CHARS] and (found := _DEFINED.match(block.text))
    ]
    terms = [term for term, _ in defined]
    if len(terms) >= ENTRIES and sorted(set(terms)) == terms:
        for _, index in defined:
            yield Finding(index, f"one of {len(terms)} words in order, each with what it means", final=True)


RULES = (mail_head, series_by_day, glossary_entry, defined_term)
