"""What a line's surroundings say of it (CTX), once every rule has spoken: furniture stands together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, Extent, extent, headline_like, is_list, open_line
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import FOREIGN, article_words, likeness, written_lines
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.rules.site_lines import stock_lines
from cleaner.rules.subject import names_stranger
from cleaner.rules.titles import matches_slug, slug_words
from cleaner.types import Category, Kind, Stage

PROSE_BEFORE = 2  # careful cleaners cut a tail only behind two prose blocks
SHORT = 12  # words of a line that may be furniture on its surroundings alone
HEADLINE = 6  # words: among section names and dates a line this long is the title
HEADER_SHARE = 0.5  # of the words of prose and sentences
HEADER_LINES = 80  # before the first prose; more are products, a table or a list
MARKS = 2  # lines without a word that count: a table of facts read as lines is full of them
DENSE = 0.3  # share of a header's lines that are decided
COPIES = frozenset({"RPT001", "RPT002", "RPT010", "RPT011"})  # rules that find a body saved again
FEW_DECIDED = 3  # lines of a footer
SMALL_DECIDED, SMALL_TAIL = 2, 6  # decided lines of a small footer, and all its lines
BUTTON_WORDS = 3
_BUTTONS = frozenset(
    {Category.SHARE_BAR, Category.READER_TOOLS, Category.COMMENTS, Category.COUNTER, Category.CALL_TO_ACTION}
)
HEAD_MARKS = 2  # decided lines before the first prose that make a header


def _is_cut(page: Page, index: int) -> bool:
    return 0 <= index < len(page.tallies) and not page.tallies[index].kept


def _is_residue(page: Page, index: int) -> bool:
    """Whether a line goes, and not as a copy of a paragraph: what stands between copies may be the text's own."""
    return _is_cut(page, index) and not all(v.rule in COPIES for v in page.tallies[index].verdicts if v.weight <= -1)


def _beside_cuts(page: Page) -> list[int]:
    """The lines that stay though a line beside them goes."""
    kept = [tally.kept for tally in page.tallies]
    around = enumerate(zip([True, *kept], kept, [*kept[1:], True], strict=False))
    return [index for index, (above, stays, below) in around if stays and not (above and below)]


def _is_cut_by(page: Page, index: int, *codes: str) -> bool:
    return any(v.rule in codes and v.weight < 0 for v in page.tallies[index].verdicts)


def _has_witness(page: Page, index: int) -> bool:
    """Whether something besides its place speaks against a block."""
    return any(v.weight <= -1 and v.span is None for v in page.tallies[index].verdicts)


@rule(
    "CTX002",
    "behind-end-mark",
    Category.COMMENTS,
    -3.2,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(Example(ARTICLE + "Leave a Reply\nAnna says:\nWell done, all of you", on=("Anna says", "Well done")),),
    silent=(Example("Leave a Reply\n" + ARTICLE),),
)
def behind_end_mark(page: Page) -> Iterator[Finding]:
    """Finds what follows the end of a text: lines behind a comment heading or a link box, down to where prose resumes.

    Why: behind these marks a page holds comments, forms and links only. Prose stops the cut, unless another
    rule speaks against it too.
    Example: everything below `Leave a Reply`
    Source: boilerpipe's INDICATES_END_OF_TEXT (Kohlschütter 2010), with two prose blocks before the mark
    """
    where = extent(page)
    marks = [i for i in range(len(page.blocks)) if _is_cut(page, i) and _is_cut_by(page, i, "PHR002", "CMT003")]
    prose = [i for i, m in enumerate(page.measures) if m.prose]
    enough = prose[PROSE_BEFORE - 1] if len(prose) >= PROSE_BEFORE else len(page.blocks)
    first = next((i for i in marks if i > enough), -1)
    if first < 0:
        return
    resumed = next(
        (i for i in range(first + 1, len(page.blocks)) if page.measures[i].prose and not _has_witness(page, i)),
        len(page.blocks),
    )
    if resumed < len(page.blocks) and resumed <= where.last and (where.last - resumed) > 0.1 * len(page.blocks):
        return
    for index in range(first + 1, resumed):
        weight = -3.2 if page.measures[index].words <= 2 * SHORT else -2.4
        evidence = f"{index - first} lines behind '{page.blocks[first].text[:30]}'"
        yield Finding(index, evidence, weight=weight, category=page.tallies[first].verdicts[0].category)


@rule(
    "CTX003",
    "header-furniture",
    Category.NAVIGATION,
    -2.8,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            "International\n\n1 week ago\n\nOld ferry line closed for good\n\n5 min read\n" + ARTICLE,
            on=("International", "Old ferry"),
        ),
        Example(
            "<p>International</p>\n<p>1 week ago</p>\n<p>Old ferry line closed for good</p>\n<p>5 min read</p>\n"
            + "".join(f"<p>{line}</p>\n" for line in ARTICLE.splitlines() if line),
            on=("International", "Old ferry"),
        ),
    ),
    silent=(Example("Old ferry line closed for good\n" + ARTICLE),),
)
def header_furniture(page: Page) -> Iterator[Finding]:
    """Finds short lines that stand among decided furniture before the first prose: sections, names, the title.

    Why: a page's header is read as lines; once two of them are known (a date, a share button), the short
    lines between them are its other parts.
    Example: `International`, above `1 week ago` and a title
    Source: measured on the residue texts: of such lines before two decided ones, 1 to 7 % are content
    """
    where = extent(page)
    if not 0 < where.first <= HEADER_LINES or not _is_header(page, where):
        return
    cut = [i for i in range(where.first) if _is_cut(page, i)]
    marks = [i for i in cut if not page.measures[i].words]
    decided = sorted({*cut} - {*marks[MARKS:]})
    named = [index for index in range(where.first) if _is_beside_date(page, index) and names_stranger(page, index)]
    if len(named) == 1:
        yield Finding(named[0], "a name beside a date, over the text", category=Category.BYLINE)
    if len(decided) < HEAD_MARKS:
        return
    slug = slug_words(page.url)
    # A text about markup has some lines of it; one that a scraper left its markup in has it in nearly every line.
    shows_markup = 2 * sum(block.text[:1] == "<" for block in page.document.blocks) < len(page.blocks)
    for index in range(where.first):
        m, block = page.measures[index], page.blocks[index]
        if _is_cut(page, index) or block.kind in FIXED_KINDS or m.ends_sentence or block.text.rstrip().endswith(":"):
            continue
        if block.kind is Kind.ITEM:
            continue
        if shows_markup and page.document.blocks[index].text[:1] == "<":
            continue
        before = bisect_left(decided, index)
        after = len(decided) - before
        last_line = index == where.first - 1
        title = matches_slug(m.folded, slug)
        # The line on the text may be its first heading: it goes only as the title, or right under furniture.
        if last_line and not (
            title or (after == 0 and before >= HEAD_MARKS and _is_cut(page, index - 1) and len(decided) >= 0.5 * index)
        ):
            continue
        dense = len(decided) >= DENSE * where.first
        if m.words <= 2 * SHORT and (after or title or before >= HEAD_MARKS) and dense:
            weight = -2.8 if m.words <= SHORT else -2.3
            evidence = f"among {len(decided)} decided lines of {where.first} before the first prose"
            headline = m.words >= HEADLINE
            category = Category.TITLE_REPEAT if headline else Category.NAVIGATION
            yield Finding(index, evidence, weight=weight, category=category)


def _is_beside_date(page: Page, index: int) -> bool:
    """Whether a line that stays stands right above or below one that goes as a date or a byline."""
    beside = [at for at in (index - 1, index + 1) if _is_cut(page, at)]
    return page.tallies[index].kept and any(
        v.category is Category.BYLINE and v.weight < 0 for at in beside for v in page.tallies[at].verdicts
    )


def _is_header(page: Page, where: Extent) -> bool:
    """Whether what stands before the first prose is short beside the prose: else it is a list, a guide or a menu."""
    head = sum(m.words for m in page.measures[: where.first])
    return head <= HEADER_SHARE * sum(m.words for m in page.measures if m.prose or m.ends_sentence)


@rule(
    "CTX004",
    "lone-residue",
    Category.BOILERPLATE,
    -2.6,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Share this article\nTweet\nHarbour\nSubscribe to our newsletter\nSign up now", on=("Harbour",)
        ),
    ),
    silent=(Example(ARTICLE + "Harbour news\n" + ARTICLE),),
)
def lone_residue(page: Page) -> Iterator[Finding]:
    """Finds a short line with two decided lines on each side.

    Why: what stands in the middle of furniture is furniture.
    Example: a name between `Tweet` and `Subscribe to our newsletter`
    Source: jusText's context pass (Pomikálek 2011): short blocks take the class of their neighbours
    """
    size = len(page.blocks)
    for index in _beside_cuts(page) if not is_list(page) else ():
        block, m = page.blocks[index], page.measures[index]
        if block.kind in FIXED_KINDS or m.words > SHORT or m.ends_sentence:
            continue
        above = [_is_residue(page, i) for i in range(max(0, index - 2), index)]
        below = [_is_residue(page, i) for i in range(index + 1, min(size, index + 3))]
        if (all(above) and all(below) and len(above) + len(below) >= 3) and above and below:
            yield Finding(index, "decided lines on both sides")


@rule(
    "CTX005",
    "footer-furniture",
    Category.NAVIGATION,
    -2.6,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Share this article\nHarbour\nMarkets\nPrivacy Policy\nContact us\nTerms of use\nCareers",
            on=("Harbour", "Markets"),
        ),
        Example(ARTICLE + "Share this article\nPrint\nHaul", on=("Haul",)),
        Example(ARTICLE + "Was this article helpful?\nYes\nNo", on=("Yes", "No")),
    ),
    silent=(
        Example(ARTICLE + "Share this article\nHarbour"),
        Example(ARTICLE + "Two ripe pears\nOne litre of wine\nA stick of cinnamon"),
        Example(
            ARTICLE
            + "Share this article\nPrivacy Policy\nHow the quay was saved\nThe town paid.\nContact us\nTerms of use"
        ),
    ),
)
def footer_furniture(page: Page) -> Iterator[Finding]:
    """Finds short lines in a tail of which much is decided furniture, behind the first decided line.

    Why: a footer is read as lines; once three in ten are known, the short lines between them are its rest.
    Example: `Markets` between `Share this article` and `Privacy Policy`
    Source: measured on the residue texts
    """
    where = extent(page)
    if is_list(page):
        return
    yield from _small_tail(page)
    if where.count < PROSE_BEFORE:
        return
    # Arrows and bullets without a word stand between anything.
    tail = [i for i in range(where.last + 1, len(page.blocks)) if page.measures[i].words]
    decided = [i for i in tail if _is_cut(page, i)]
    if len(decided) < FEW_DECIDED:
        return
    for index in tail:
        m, block = page.measures[index], page.blocks[index]
        if _is_cut(page, index) or block.kind in FIXED_KINDS:
            continue
        ahead = [i for i in decided if i > index]
        before = [i for i in decided if i < index]
        rest = len(page.blocks) - index - 1
        share = (len(before) + len(ahead)) / len(tail)
        if not before or share < 0.3 or (not ahead and rest > 3) or _heads_sentence(page, index):
            continue
        if open_line(m, SHORT):
            evidence = f"{len(decided)} of {len(tail)} lines of the tail are decided"
            yield Finding(index, evidence)


def _small_tail(page: Page) -> Iterator[Finding]:
    """Of the few lines behind the last sentence, a button beside two that go, and answers to a question that goes."""
    written = [index for index in written_lines(page) if page.tallies[index].kept]
    tail = range(written[-1] + 1, len(page.blocks)) if len(written) >= PROSE_BEFORE else range(0)
    decided = [i for i in tail if any(v.category in _BUTTONS and v.weight <= -1 for v in page.tallies[i].verdicts)]
    if not decided or len(tail) > SMALL_TAIL:
        return
    asked = page.blocks[decided[0]].text.rstrip().endswith(("?", "？", "؟"))
    if len(decided) < SMALL_DECIDED and not asked:
        return
    article = article_words(page)
    for index in tail[tail.index(decided[0]) + 1 :]:
        m, block = page.measures[index], page.blocks[index]
        if _is_cut(page, index) or block.kind in FIXED_KINDS or not open_line(m, BUTTON_WORDS):
            continue
        if not likeness(m.folded, article) and (asked or any(_is_cut(page, at) for at in (index - 1, index + 1))):
            yield Finding(index, "a button among a page's own, behind the text")


def _heads_sentence(page: Page, index: int) -> bool:
    """Whether a sentence that stays stands right under a headline, no label: then it is its heading."""
    below, text = index + 1, page.blocks[index].text
    if not headline_like(text, page.measures[index].words) or ":" in text:
        return False
    return below < len(page.blocks) and not _is_cut(page, below) and page.measures[below].ends_sentence


@rule(
    "CTX006",
    "label-without-content",
    Category.HEADING_WITHOUT_CONTENT,
    -2.4,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "The harbour and you:\nSign up for our daily newsletter\nFollow us on Facebook",
            on=("The harbour and",),
        ),
    ),
    silent=(Example("What happens next:\n" + ARTICLE + "It rained."),),
)
def label_without_content(page: Page) -> Iterator[Finding]:
    """Finds a label (a short line with a colon, or a Markdown heading) all of whose lines go.

    Why: the label of a removed box is part of the box.
    Example: `Keep up with us:` above two calls to subscribe
    Source: own observation
    """
    size = len(page.blocks)
    for index in _beside_cuts(page) if not is_list(page) else ():
        block, m = page.blocks[index], page.measures[index]
        if m.words > SHORT:
            continue
        label = block.text.rstrip().endswith((":", "：")) or block.kind is Kind.HEADING
        below = [_is_cut(page, i) and page.measures[i].words > 0 for i in range(index + 1, min(size, index + 3))]
        if label and len(below) == 2 and all(below):
            yield Finding(index, "the lines under it go")


FORM_WORDS = 26  # of a line of a form
_FORM = frozenset(
    {
        Category.NEWSLETTER, Category.FOLLOW, Category.SPONSOR, Category.PAYWALL, Category.CONSENT,
        Category.CALL_TO_ACTION,
    }
)  # fmt: skip


@rule(
    "CTX007",
    "inside-a-form",
    Category.NEWSLETTER,
    -2.6,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Get The Harbour Letter in your inbox\nThe best of what we saw, every Friday.\n"
            "Success! Now check your email to confirm your subscription.\n" + MAYOR,
            on=("The best of",),
        ),
    ),
    silent=(Example(ARTICLE + "Sign up for our newsletter\nThe council met, and nothing was decided.\n" + MAYOR),),
)
def inside_a_form(page: Page) -> Iterator[Finding]:
    """Finds what stands between two lines of a form, a promotion or a notice, and calls beside such a line.

    Why: the sentence between a heading and its button is the form's own. It speaks of nothing that the article does.
    Example: `The best of our science writing, every Friday.`, between the newsletter's name and its button
    Source: own observation on scraped news texts
    """
    said = stock_lines(page)
    for index in _beside_cuts(page):
        block, m = page.blocks[index], page.measures[index]
        if not m.words or block.kind in FIXED_KINDS:
            continue
        around = [_is_form(page, index - 1), _is_form(page, index + 1)]
        gone = all(_is_cut(page, at) for at in (index - 1, index + 1))
        if (
            any(around)
            and gone
            and _may_be_formed(page, index)
            and (m.words <= FORM_WORDS or _has_witness(page, index))
        ):
            if likeness(m.folded, article_words(page)) < FOREIGN:
                yield Finding(index, "between two lines of a form")
        elif around[0] and index == len(page.blocks) - 1 and open_line(m, BUTTON_WORDS) and block.kind is Kind.LINE:
            yield Finding(index, "a button under the last line of a form", weight=-2.4)
        elif any(around) and index in said and said[index].opens == "call" and _FORM.intersection(said[index].kinds):
            yield Finding(index, "a call beside a line of a form")


def _may_be_formed(page: Page, index: int) -> bool:
    """Whether a line is no sentence, or one right under the heading of a form or the name of a sponsor."""
    if not page.measures[index].ends_sentence:
        return True
    above = page.tallies[index - 1].verdicts
    return any(
        v.category in {Category.NEWSLETTER, Category.SPONSOR, Category.CONSENT} and v.weight <= -2 for v in above
    )


def _is_form(page: Page, index: int) -> bool:
    """Whether a line goes as part of a form, a promotion or a notice."""
    if not 0 <= index < len(page.blocks) or page.tallies[index].kept:
        return False
    return any(v.category in _FORM and v.weight <= -2 for v in page.tallies[index].verdicts)


RULES = (inside_a_form, behind_end_mark, header_furniture, lone_residue, footer_furniture, label_without_content)
