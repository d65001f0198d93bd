"""Readers' comments (CMT): the shapes that threads leave in a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.broken import broken_sentences
from cleaner.page.lexicon import lexicon_set
from cleaner.page.page import Page, by_line, lines_where
from cleaner.page.shape import FIXED_KINDS, extent, key_of_line, name_like
from cleaner.rules.date_lines import HOUR_OF_POST, date_like
from cleaner.rules.registry import BOTH, TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.types import Block, Category

_VERBS = ("says", "said on", "wrote on", "commented", "sagt", "schreibt", "dice", "dit", "diz", "пишет", "писал")
_SAYS = re.compile(rf"^.{{2,50}}\b(?:{'|'.join(_VERBS)}):?$|^.{{2,50}} at \d{{1,2}}:\d\d ?(?:am|pm)?$")
_ENDS = (*_VERBS, *(verb + ":" for verb in _VERBS))
REACH = 60  # lines of a thread that may lie between two of its marks
SIGNED = 3  # so many names with a date and an hour under them are a thread
NAME_WORDS, SIGNATURE_WORDS = 5, 16
BLOG, LONGEST_COMMENT = 4, 6  # marks `NAME says` of a blog's comments; paragraphs that the last one may hold
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")


@lines_where
def _comment_marks(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line opens or closes a comment: a name that speaks, a reply button, a dated name."""
    if not 0 < m.words <= 12 or block.kind in FIXED_KINDS:
        return False
    if key_of_line(m) in lexicon_set("reply-buttons"):
        return True
    # The pattern is tried at every place of a line; these ends and this word are a must.
    return (m.folded.endswith(_ENDS) or " at " in m.folded) and _SAYS.match(m.folded) is not None


@rule(
    "CMT001",
    "comment-thread",
    Category.COMMENTS,
    -2.8,
    modes=BOTH,
    fires=(
        Example(
            ARTICLE + "Anna says:\nWell done\nReply\nTom says:\nI do not think so at all\nReply",
            on=("Anna says", "Well done", "I do not"),
        ),
    ),
    silent=(
        Example("The council met.\nThe mayor says:\nNobody knows what was decided.\nReply to him was made in writing."),
    ),
)
def comment_thread(page: Page) -> Iterator[Finding]:
    """Finds runs of comments: three marks such as `NAME says:`, `Reply` in the last part of the text.

    Why: what readers wrote under an article is not the article. A thread that is the whole page stays.
    Example: `Anna says:` / text / `Reply`
    Source: own observation on blogs' comment themes
    """
    where = extent(page)
    marks = _comment_marks(page)
    if len(marks) < 3:
        return
    start = marks[0]
    while start > 0 and _is_name_or_date(page, start - 1):
        start -= 1
    prose_before = sum(m.prose for m in page.measures[:start])
    prose_inside = sum(m.prose for m in page.measures[start : marks[-1] + 1])
    if prose_before < 1 or any(b - a > REACH for a, b in itertools.pairwise(marks)):
        return
    said = [index for index in marks if _is_said(page, index)]
    blog = len(said) >= BLOG and prose_before >= SIGNED  # a forum's posts carry buttons, not `NAME says:`
    if prose_inside > 3 * prose_before and not blog:
        return
    # Blogs set the date, with its hour, under `NAME says`.
    end = _end_of_last(page, marks[-1]) if blog and marks[-1] - said[-1] < 2 else marks[-1] + 1
    if sum(m.prose for m in page.measures[end:]) > 1 and where.last > end + 2:
        return
    for index in range(start, end):
        yield Finding(index, f"in a thread with {len(marks)} marks such as '{page.blocks[marks[0]].text[:30]}'")


def _is_said(page: Page, index: int) -> bool:
    """Whether a mark is `NAME says`, which opens a comment."""
    return page.measures[index].folded.endswith(_ENDS)


def _end_of_last(page: Page, mark: int) -> int:
    """Where the comment that the last mark opens ends: at a line of words that is no sentence, or the text's end.

    Right behind the mark where it would be longer than comments are.
    """
    prose = 0
    for index in range(mark + 1, min(len(page.blocks), mark + REACH)):
        m = page.measures[index]
        if m.words > 2 and not (m.ends_sentence or m.prose or date_like(m.folded)):
            return index
        prose += m.prose
        if prose > LONGEST_COMMENT:
            return mark + 1
    return min(len(page.blocks), mark + REACH)


def _is_name_or_date(page: Page, index: int) -> bool:
    """Whether a line above a thread's first mark is its name or date."""
    m = page.measures[index]
    return date_like(m.folded) or (0 < m.words <= 4 and name_like(page.blocks[index].text))


_SIGNED_EXAMPLE = (
    "Anna\nDecember 18, 2025, 9:46 pm\nWell done, all of you, and thank you\nTom K\nDecember 18, 2025, 9:59 pm\n"
    "I do not think so at all\nPete\nDecember 19, 2025, 10:20 am\nNor do I"
)


@rule(
    "CMT002",
    "signed-thread",
    Category.COMMENTS,
    -3.4,
    modes=TEXT,
    fires=(Example(ARTICLE + ARTICLE + _SIGNED_EXAMPLE, on=("Anna", "Well done", "Nor do I")),),
    silent=(
        Example(_SIGNED_EXAMPLE),
        Example(
            ARTICLE + ARTICLE + f"Cellar\n{MAYOR}\n12 Months Out\nSchool\n{MAYOR}\n6 Months Out\nBox\n{MAYOR}\n"
            "3 Months Out\nTea\nTowels and the papers."
        ),
        Example(
            ARTICLE + ARTICLE + f"Cellar\n{MAYOR}\n3 June, 9:00\nSchool\n{MAYOR}\n4 June, 9:30\nBox\n{MAYOR}\n"
            "5 June, 11:00\nTea\nTowels and the papers."
        ),
        Example(ARTICLE + ARTICLE + "Ferry\nMay 3, 2024\nHarbour\nMay 4, 2024\nBridge\nMay 5, 2024"),
    ),
)
def signed_thread(page: Page) -> Iterator[Finding]:
    """Finds what follows the first of three or more names that have a date with an hour, or an age, under them.

    Why: comments are signed so; a forum's page begins with such a name and stays. On the residue texts all words
    of eleven such threads were residue, down to the end of the text.
    Example: `Anna` / `December 18, 2025, 9:46 pm` / text / `Tom K` / ...
    Source: own observation on blogs whose themes set neither `says` nor a reply button
    """
    broken = broken_sentences(page)
    signed = [
        index - by
        for index, (block, m) in enumerate(page)
        if m.words <= 10
        and m.digit_share
        and block.kind not in FIXED_KINDS
        and _has_hour(m.folded)
        and index not in broken
        for by in (1, 2)
        if _may_be_name(page, index - by) and index - by not in broken and not _year_follows(page, index)
        # A member's rank or place may stand between them; a paragraph under its heading is no such line.
        if by == 1 or page.measures[index - 1].words <= SIGNATURE_WORDS
    ]
    marks = sorted(set(signed))
    if len(marks) < SIGNED:
        return
    start = marks[0]
    prose = [m.prose for m in page.measures]
    inside = sum(m.words for m in page.measures[start : marks[-1] + 1])
    behind = sum(m.words for m in page.measures[marks[-1] + 1 :])
    if sum(prose[:start]) < SIGNED or (behind > inside and any(prose[marks[-1] + 4 :])):
        return
    for index in range(start, len(page.blocks)):
        evidence = f"in a thread of {len(marks)} dated names such as '{page.blocks[start].text[:30]}'"
        yield Finding(index, evidence)


def _year_follows(page: Page, index: int) -> bool:
    """Whether the line behind a date is its year: a reference in which every element has a line of its own."""
    return index + 1 < len(page.blocks) and _YEAR.fullmatch(page.measures[index + 1].folded) is not None


def _has_hour(folded: str) -> bool:
    """Whether a line with figures is a date with an hour, or how long ago."""
    if not any(map(str.isalpha, folded)) or folded.endswith("."):
        return False
    return bool(HOUR_OF_POST.search(folded) or not _YEAR.search(folded)) and date_like(folded)


def _may_be_name(page: Page, index: int) -> bool:
    """Whether a line may be the name above a comment's date."""
    if index < 0 or not 0 < page.measures[index].words <= NAME_WORDS:
        return False
    text = page.blocks[index].text.rstrip()
    named = text[0] == "@" or (text[0].isalpha() and (not text[0].islower() or page.measures[index].words == 1))
    return named and text[-1] not in ".:!?," and not date_like(page.measures[index].folded)


# Such a line stands under a comment, where others stand over it.
_SIGNED_UNDER = re.compile(
    r"(?:comment |commentaire |kommentar |comentario |commento )?(?:posted|written|left|sent|geschrieben|verfasst"
    r"|gepostet|publié|posté|rédigé|écrit|publicado|escrito|enviado|postado|inviato|scritto|pubblicato|geplaatst"
    r"|geschreven|skrevet|skrivet|postat|napisany|dodany|przesłany|написал|отправлено|опубликовано)"
    r"(?: |: ?)(?:by|von|par|por|da|door|av|af|przez)?:? ?(\D{1,80})\d"
)
_UNDER_EXAMPLE = (
    "Well done, all of you.\nPosted by: Tom K at December 18, 2025 05:48 PM\nI do not think so at all.\n"
    "Posted by: Pete | December 18, 2025 06:10 PM\nNor do I.\nPosted by: Anna at December 19, 2025 10:20 AM"
)


@rule(
    "CMT004",
    "thread-signed-below",
    Category.COMMENTS,
    -3.4,
    modes=TEXT,
    fires=(
        Example(
            f"{ARTICLE}{MAYOR}\nPosted by Jo at December 18, 2025 11:15 AM\n{_UNDER_EXAMPLE}",
            on=("Well done", "Posted by: Tom", "I do not", "Nor do I"),
        ),
    ),
    silent=(
        Example(_UNDER_EXAMPLE),
        Example(f"{ARTICLE}{MAYOR}\nPosted by Jo at December 18, 2025 11:15 AM"),
        Example("".join(f"{ARTICLE}{MAYOR}\nPosted by Jo at May {n}, 2024 11:15 AM\n" for n in range(1, 6))),
        Example(f"{ARTICLE}{MAYOR}\nLeft at 10:30\nOn foot.\nWritten by 10:45\nIn haste.\nSent at 11:00"),
    ),
)
def thread_signed_below(page: Page) -> Iterator[Finding]:
    """Finds comments under which stands who wrote them and at which hour: three such lines behind an article.

    Why: what stands between two of them is a comment; what stands over the first may be the article.
    Example: text / `Posted by: Tom K at December 18, 2025 05:48 PM` / text / ...
    Source: the comment templates of older blogs' software
    """
    names = _names_below(page)
    marks = [index for index, name in enumerate(names) if name]
    if len(marks) < SIGNED or sum(m.prose for m in page.measures[: marks[0]]) < SIGNED:
        return
    # The posts of a blog stand so under each other, too, and are by the same few.
    if len({names[index] for index in marks}) < SIGNED or any(b - a > REACH for a, b in itertools.pairwise(marks)):
        return
    evidence = f"in a thread of {len(marks)} names below what they wrote, such as '{page.blocks[marks[-1]].text[:40]}'"
    for index in range(marks[0] + 1, marks[-1] + 1):
        yield Finding(index, evidence)


@by_line
def _names_below(_: Page, block: Block, m: Measures) -> str:
    """Who posted something, where a line says that and at which hour; nothing for other lines."""
    if not 3 < m.words <= SIGNATURE_WORDS or not m.digit_share or block.kind in FIXED_KINDS:
        return ""
    found = _SIGNED_UNDER.match(m.folded) if HOUR_OF_POST.search(m.folded) else None
    return "" if found is None else found[1]


# "3 thoughts on “Title”" is a heading of the blogs' software in every language.
_COUNTED = re.compile(
    r"(?:one|ein|eine|un|une|uno|una|um|uma|\d[\d.,]{0,6})\s([^\W\d_]+)(?:\s[^\W\d_]+){0,2}\s?[“\"«„‘'].{2,200}[”\"»“’']$"
)
_COUNTED_CJK = re.compile(
    r"[「『《“\"].{2,120}[」』》”\"](?:への|有|上的|에 대한)\s?.{0,3}?\d+\s?(?:件|条|條|個|개|則).{1,10}$"
)


@rule(
    "CMT003", "count-of-comments", Category.COMMENTS, -4.2, modes=TEXT,
    fires=(
        Example(ARTICLE + "59 Comments on “The Old Ferry Line”\nWell done", on=("59 Comments",)),
        Example(ARTICLE + "3 Gedanken zu „Die alte Fähre“", on=("3 Gedanken",)),
        Example(ARTICLE + "「古い渡し船」への2件のフィードバック", on=("「古い",)),
    ),
    silent=(
        Example(ARTICLE + "12 comments on the plan were received."),
        Example(ARTICLE + "3 songs from “The Old Ferry Line”"),
        Example("2 replies to “Who owns the sea?”\n" + ARTICLE),
    ),
)  # fmt: skip
def count_of_comments(page: Page) -> Iterator[Finding]:
    """Finds the heading over comments that counts them and names the article.

    Why: behind it stands what readers wrote; the rule CTX002 judges it.
    Example: `59 Comments on “The Old Ferry Line”`
    Source: the comment templates of blogs' software, in their translations
    """
    where = extent(page)
    for index in _counted_comments(page):
        if index > where.first:
            yield Finding(index, "a number of comments and the title that they are on")


@lines_where
def _counted_comments(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line counts comments and quotes the title of what they are on."""
    if not m.digit_share and "one" not in m.folded[:4] and m.folded[:1] not in 'eu「『《“"':
        return False
    found = _COUNTED.match(m.folded)
    if found is not None:
        return found.group(1) in lexicon_set("comment-counts")
    return _COUNTED_CJK.match(block.text) is not None


RULES = (comment_thread, signed_thread, thread_signed_below, count_of_comments)
