"""What the sentences of a text speak of: whether of sites, and whether of a name."""

from __future__ import annotations

import re

from cleaner.measure import Measures, fold
from cleaner.page.literals import joined_text
from cleaner.page.page import Page, by_line, derived, text_words
from cleaner.page.shape import extent, name_like
from cleaner.rules.site_lines import LONGEST, SERVICES, has_code_marks
from cleaner.rules.stock_words import lexicon_for
from cleaner.sentences import ends_statement
from cleaner.types import Block, Category, Mode

_NONE: frozenset[str] = frozenset()
NAME_WORDS = 3  # of an author's name
SENTENCE_WORDS = 7  # of a sentence that tells what a text is about
_POLICED = frozenset({Category.CONSENT, Category.NEWSLETTER, Category.PAYWALL, Category.COMMENTS})
POLICY, POLICY_WORDS = 6, 5  # sentences of a text about sites, and words of one
OPENING = 3  # lines of which one says that a text is about sites
CONTACTS, CONTACT_SHARE = 3, 0.4  # lines with a telephone number or a mail address that make a list, of all lines
FIELDS, FIELD_CHARS, PHONE_DIGITS = 4, 60, 3  # labelled lines of a directory; of one; figures of the shortest number
_CONTACT = re.compile(r"[^\s@]@[^\s@]+\.\w|(?<!\d)[+(]?\d(?:[ /()-]{0,2}\d){5,14}(?!\d)")
_ASKING = ("?", "？", "؟")
FEW_CODE, CODE_SHARE = 3, 0.03  # lines with marks of code that make a text about programs
LEGAL_LINES, LEGAL_SHARE = 4, 0.15  # lines in the words of licences that make a text one, and their share of all
SHORT_LEGAL, SHORT_LEGAL_SHARE = 3, 0.4  # the same of a licence of a few paragraphs
_LEGAL = (
    "permission is hereby", "redistribution", "without warranty", "warranties", "this license", "this licence",
    "copyright notice", "public license", "licensor", "licensee", "liability", "liable", "governing law",
    "terms and conditions", "these terms", "hereby", "permitted provided", "binary form", "all copies", "this software",
    "the software", "lizenz", "haftung", "urheberrecht", "licence", "garantie", "responsabilité", "licencia",
    "garantía", "responsabilidad", "лицензи", "гаранти",
)  # fmt: skip
ARTICLES, ARTICLE_SHARE = 3, 0.25  # lines that begin with the number of a law's article or paragraph, of all lines
_NUMBERED = re.compile(
    r"(?:§+|art(?:\.|icle|ículo|icolo|igo|ikel|ikkel|icolul)?|artyku[łl]|section|clause|cláusula|ст(?:\.|атья|аття)|madde|pasal)"
    r"\s{0,3}\d|\(\d{1,2}\)\s|第.{1,6}条",
    re.IGNORECASE,
)
QUESTIONS, QUESTION_WORDS = 3, 20  # answered questions that make a list of them, and words of one
# Under these words manuals and encyclopedias end an entry; papers set boxes of other articles under them.
REFERENCES = frozenset({
    "see also", "further reading", "related topics", "siehe auch", "voir aussi", "véase también", "veja também",
    "ver também", "vedi anche", "voci correlate", "zie ook", "zobacz też", "zobacz także", "viz též", "se även",
    "se också", "se også", "katso myös", "lásd még", "vezi și", "ayrıca bakınız", "см. также", "див. також",
    "関連項目", "参见", "參見", "같이 보기",
})  # fmt: skip
_MANUAL = re.compile(
    r"//(?:[\w-]+\.){0,3}(?:docs?|wiki|wikipedia|developers?|readthedocs)\.|/(?:docs?|wiki|manual|reference)/"
)
NOTES, _NOTED = 8, re.compile(r"\[\d{1,3}\]")  # numbers of notes in a text that has them, and one
SUBJECT = 0.15  # share of the paragraphs that name two services of sites: then they are the text's subject


@derived
def speaks_of_sites(page: Page) -> bool:
    """Whether sites and programs are what a text is about: its paragraphs use their words, or it holds code."""
    coded = sum(holds_code(page))
    if coded >= max(FEW_CODE, CODE_SHARE * len(page.blocks)):
        return True
    told = [words for words in words_of_services(page) if words is not None]
    of_sites = sum(len(words) > 1 for words in told)
    return of_sites >= max(2, SUBJECT * len(told))


@by_line
def words_of_services(page: Page, _: Block, m: Measures) -> frozenset[str] | None:
    """The words of a paragraph or a longer sentence that are about services of sites; None for other lines."""
    if not (m.prose or (m.ends_sentence and m.words >= SENTENCE_WORDS)):
        return None
    return _service_words(page).intersection(m.tokens) or _NONE


@derived
def _service_words(page: Page) -> frozenset[str]:
    """The words of a page that are about services of sites."""
    return frozenset(lexicon_for(page).among(text_words(page), SERVICES))


@by_line
def holds_code(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line, unless it is a long one, holds marks of code."""
    return 0 < m.words <= LONGEST and has_code_marks(block.text)


@derived
def is_about_sites(page: Page) -> bool:
    """Whether a text from beginning to end tells of what sites do: a privacy policy, terms of use, a help page.

    In each third of its sentences half at least name a service of sites: a banner over an article, or a form under
    it, stands in one of them.
    """
    lexicon = lexicon_for(page)

    def names_service(m: Measures) -> bool:
        return bool(lexicon.among(m.tokens, _POLICED))

    # Such a text says at once what it is about; a notice of many sentences under an article does not.
    if not any(map(names_service, page.measures[:OPENING])):
        return False
    told = [m for block, m in page if m.words >= POLICY_WORDS and ends_statement(block.text)]
    if len(told) < POLICY:
        return False
    named = list(map(names_service, told))
    third = len(named) / 3
    parts = (named[round(third * part) : round(third * (part + 1))] for part in range(3))
    return all(sum(part) * 2 >= len(part) for part in parts)


@derived
def is_reference(page: Page) -> bool:
    """Whether a text is a manual or an encyclopedia: its address says so, it shows code, or it has numbers of notes."""
    if page.url and _MANUAL.search(page.url):
        return True
    if sum(holds_code(page)) >= max(FEW_CODE, CODE_SHARE * len(page.blocks)):
        return True
    return sum(len(_NOTED.findall(block.text)) for block in page.blocks) >= NOTES


def names_references(page: Page, index: int) -> bool:
    """Whether a line stands over what a manual or an encyclopedia points to, as its entries end."""
    return page.mode is Mode.TEXT and page.measures[index].folded.strip(" :") in REFERENCES and is_reference(page)


@derived
def is_legal(page: Page) -> bool:
    """Whether a text is a licence, terms or a contract: there the same paragraphs stand under every part of it.

    A site's disclaimer under an article speaks so, too, in a line or two.
    """
    joined = joined_text(page)
    lines = joined.lines_with(joined.present(_LEGAL))
    if len(lines) >= LEGAL_LINES and len(lines) >= LEGAL_SHARE * len(page.blocks):
        return True
    if len(lines) >= SHORT_LEGAL and len(lines) >= SHORT_LEGAL_SHARE * len(page.blocks):
        return True
    numbered = sum(_NUMBERED.match(block.text) is not None for block in page.blocks)
    return numbered >= ARTICLES and numbered >= ARTICLE_SHARE * len(page.blocks)


@derived
def lists_contacts(page: Page) -> bool:
    """Whether telephone numbers and mail addresses are what a text lists, line by line."""
    if _is_directory(page):
        return True
    if extent(page).count:
        return False
    found = sum(_CONTACT.search(block.text) is not None for block in page.blocks)
    return found >= CONTACTS and found >= CONTACT_SHARE * len(page.blocks)


def _is_directory(page: Page) -> bool:
    """Whether a text has fields of one label for several houses, the first of them in its first half.

    A press release names whom to call, and an author's box how to write to him, at the end.
    """
    fields: dict[str, set[str]] = {}
    count, first = 0, len(page.blocks)
    for block in page.blocks:
        label, mark, value = block.text[:FIELD_CHARS].replace("：", ":").partition(":")
        if mark and value and label.count(" ") < 2 and not label.endswith(("http", "https")):
            fields.setdefault(fold(label), set()).add(value)
            count, first = count + 1, min(first, block.index)
    reached = any(len(values) > 1 and any(map(_has_number, values)) for values in fields.values())
    return count >= FIELDS and reached and first < len(page.blocks) / 2


def _has_number(value: str) -> bool:
    return sum(map(str.isdigit, value)) >= PHONE_DIGITS


@derived
def answered_questions(page: Page) -> frozenset[int]:
    """The lines of questions that a text answers one by one, and the line under each; empty for fewer than three.

    Help pages and interviews: there, a call to subscribe is an answer.
    """
    marks = _ASKING + ((";",) if page.language == "el" else ())
    asked = [
        index
        for index, (block, m) in enumerate(page)
        if block.text.rstrip().endswith(marks)
        and m.words <= QUESTION_WORDS
        and index + 1 < len(page.blocks)
        and ends_statement(page.blocks[index + 1].text)
        and not page.blocks[index + 1].text.rstrip().endswith(marks)
    ]
    return frozenset(asked).union(index + 1 for index in asked) if len(asked) >= QUESTIONS else frozenset()


def names_stranger(page: Page, index: int) -> bool:
    """Whether a line is two or three words with capitals, none of which the text's sentences use: its author's name.

    A title speaks of what the text does.
    """
    text, m = page.blocks[index].text, page.measures[index]
    if not 2 <= len(m.tokens) <= NAME_WORDS or not all(word[:1].isupper() for word in text.split()):
        return False
    return name_like(text) and not any(
        at != index and other.ends_sentence and not set(m.tokens).isdisjoint(other.tokens)
        for at, other in enumerate(page.measures)
    )


def is_foreign(page: Page, text: str, index: int) -> bool:
    """Whether a short text names nothing that the article's sentences speak of, the line itself aside."""
    lines_of = _lines_by_word(page)
    words = set(re.findall(r"[^\W\d_]{4,}", fold(text)))
    return all(line == index for word in words for line in lines_of.get(word, ()))


@derived
def _lines_by_word(page: Page) -> dict[str, tuple[int, ...]]:
    """The words of an article's sentences, each with the first two lines that it stands in."""
    last = extent(page).last
    lines_of: dict[str, tuple[int, ...]] = {}
    for block, m in page:
        if m.prose or (m.ends_sentence and m.words >= SENTENCE_WORDS and block.index <= last):
            for word in set(m.tokens):
                lines = lines_of.get(word, ())
                if len(lines) < 2:
                    lines_of[word] = (*lines, block.index)
    return lines_of
