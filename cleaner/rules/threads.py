"""Readers' comments under a page's text (THR), told by the names of elements or by what repeats in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from cleaner.page.body import BODY_WORDS, Body, Sentences, body_of, is_sentence, sentences_of
from cleaner.page.kind import IS_ARTICLE, page_kinds
from cleaner.page.lexicon import lexicon, lexicon_set
from cleaner.page.literals import joined_text
from cleaner.page.outline import Node, names_of, outline, repeated_units
from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, line_key, name_like
from cleaner.page.threads import COMMENT_NAMES, comment_elements, named_threads
from cleaner.rules.date_lines import date_like
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.settings import Comments
from cleaner.types import Category, Kind, Mode, PageKind

MAY_BE_POSTS = 0.25  # odds of a forum's thread, where comments are the text
WITHIN = -1.5  # of a name inside the body, where it may be a whim
# Least words in sentences outside of the threads, as a share of those inside: a community's post with fewer is what its
# answers are about. Of 8,012 words in elements so named inside of articles 13 were main content, those of one
# such community aside.
POST_SHARE = 0.2
MOSTLY_POSTS = 0.6  # share of a page's sentences in posts
# Names of elements that say who wrote a post, in the templates of forum software.
MEMBER_NAMES = frozenset(
    "username bigusername postprofile userinfo user-info message-user memberinfo post_message".split()
)
MARKS = 0.7  # share of a thread's entries that show a name, a date or a reply button
MARK_WORDS = 12


@derived
def is_discussion(page: Page) -> bool:
    """Whether what readers wrote may be this page's own text."""
    odds = page_kinds(page)
    if _posts_share(page) >= MOSTLY_POSTS:
        return True
    return odds[PageKind.FORUM] >= max(MAY_BE_POSTS, odds[PageKind.ARTICLE])


def _posts_share(page: Page) -> float:
    """The share of the page's sentences in repeated elements that each name a member and hold a sentence."""
    tree, sentences, named = outline(page), sentences_of(page), _named_before(page)
    best = 0
    for units in repeated_units(page):
        members = [tree.nodes[place] for place in units.members]
        words = [sentences.within(node.first, node.end) for node in members if named[node.end] > named[node.first]]
        if sum(map(bool, words)) >= MARKS * len(members):
            best = max(best, sum(words))
    return best / max(1, sentences.shown[-1])


def _named_before(page: Page) -> list[int]:
    """How many blocks before each one, and of all, stand in an element that names a member."""
    inside = bytearray(len(page.blocks))
    if not any(map(_is_member_name, names_of(page))):
        return [0] * (len(inside) + 1)
    reached = 0
    for node in outline(page).nodes:
        if node.end > reached and any(map(_is_member_name, node.element.tokens)):
            inside[node.first : node.end] = b"\x01" * (node.end - node.first)
            reached = node.end
    return [0, *accumulate(inside)]


def _is_member_name(token: str) -> bool:
    return token.rstrip("0123456789_-") in MEMBER_NAMES


_TEXT = "".join(
    f"<p>The council met on {day} to discuss the old harbour, and the people of the quay came to hear it.</p>"
    for day in ("Monday", "Tuesday", "Thursday")
)
_THREAD = "".join(
    f"<div><p>Anna Keller</p><p>May {i}, 2024, 10:1{i}</p><p>I waited {i} whole months for this one road.</p></div>"
    for i in range(1, 5)
)


@rule(
    "THR001", "named-comments", Category.COMMENTS, -4.0, modes=HTML,
    fires=(
        Example(
            f"<main>{_TEXT}</main><div class=reader-comments><p>I have waited for it.</p></div>", on=("I have",),
            mode=Mode.HTML,
        ),
    ),
    silent=(
        Example("<div class=comments><p>I have waited for this road for months.</p></div>", mode=Mode.HTML),
        Example(f"<main>{_TEXT}<p>No comment, said the mayor.</p></main>", mode=Mode.HTML),
    ),
)  # fmt: skip
def named_comments(page: Page) -> Iterator[Finding]:
    """Finds elements named after comments, on a page that has a text without them and is no forum.

    Why: what readers wrote under an article is not the article.
    Example: `<ul class="comments-list">`
    Source: own observation; measured on public sets
    """
    threads = named_threads(page)
    if not threads or is_discussion(page):
        return
    sentences = sentences_of(page)
    inside = sum(sentences.within(node.first, node.end) for node in threads)
    outside = sentences.shown[-1] - inside
    if outside < BODY_WORDS:
        return
    body = body_of(page)
    certain = page_kinds(page)[PageKind.ARTICLE] >= IS_ARTICLE
    at_end = certain and outside >= POST_SHARE * inside and _end_body(body, threads, sentences)
    for node in threads:
        name = next(token for token in node.element.tokens if token in COMMENT_NAMES)
        within = body is not None and body.first <= node.first < body.end
        final = certain and (at_end or not within)
        for index in node.blocks:
            evidence = f"inside an element named '{name}', beside a text"
            yield Finding(index, evidence, weight=WITHIN if within and not final else None, final=final)


def _end_body(body: Body | None, threads: Sequence[Node], sentences: Sentences) -> bool:
    """Whether no sentence of the body stands behind the first of these elements and outside of them."""
    if body is None:
        return True
    first = min(node.first for node in threads)
    inside = sum(sentences.within(node.first, min(node.end, body.end)) for node in threads if node.first < body.end)
    return inside >= sentences.within(min(first, body.end), body.end)


@rule(
    "THR002", "signed-entries", Category.COMMENTS, -3.5, modes=HTML,
    fires=(
        Example(f"<div><div>{_TEXT}</div><section>{_THREAD}</section></div>", on=("Anna", "I waited"), mode=Mode.HTML),
    ),
    silent=(
        Example(f"<section>{_THREAD}</section>", mode=Mode.HTML),
        Example(f"<div><div>{_TEXT}{_THREAD}</div></div>", mode=Mode.HTML),
    ),
)  # fmt: skip
def signed_entries(page: Page) -> Iterator[Finding]:
    """Finds entries behind the body that resemble each other and show a name, a date or a reply button each.

    Why: this is how a thread of comments is built, whatever its elements are called.
    Example: a name, a date and a paragraph, three times or more, behind the article
    Source: own observation
    """
    body = body_of(page)
    if body is None or is_discussion(page):
        return
    tree, sentences = outline(page), sentences_of(page)
    for units in repeated_units(page):
        members = [tree.nodes[place] for place in units.members]
        if members[0].first < body.end:
            continue
        speaking = [node for node in members if sentences.within(node.first, node.end)]
        signed = sum(_has_signature(page, node) for node in speaking)
        if len(speaking) >= 2 and len(speaking) >= len(members) / 2 and signed >= MARKS * len(speaking):
            for node in members:
                for index in node.blocks:
                    yield Finding(index, f"one of {len(members)} entries behind the body, {signed} of them signed")


def _has_signature(page: Page, node: Node) -> bool:
    """Whether one of an entry's short lines is a name, a date or a reply button."""
    short = [i for i in node.blocks if 0 < page.measures[i].words <= MARK_WORDS and not is_sentence(page.measures[i])]
    dates = sum(date_like(page.measures[i].folded) for i in short)
    replies = sum(line_key(page.measures[i].folded) in lexicon_set("reply-buttons") for i in short)
    names = sum(page.measures[i].words <= 4 and name_like(page.blocks[i].text) for i in short)
    return bool(replies or (dates and names))


@rule(
    "THR003", "wanted-comments", Category.MAIN_CONTENT, 8.0, modes=HTML,
    silent=(
        Example(
            f"<main>{_TEXT}</main><div class=reader-comments><p>I have waited for it.</p></div>", mode=Mode.HTML
        ),
    ),
)  # fmt: skip
def wanted_comments(page: Page) -> Iterator[Finding]:
    """Finds the comments under a text where `Settings(comments="keep")` asks for them, their buttons aside.

    Why: to leave the rules on comments out is not enough: what lies behind the body goes for other reasons, too.
    Example: `<ul class="comments-list">`
    Source: our own users
    """
    if page.settings.comments != Comments.KEEP:
        return
    for node in comment_elements(page):
        for index in node.blocks:
            block = page.blocks[index]
            button = block.link_chars or line_key(page.measures[index].folded) in lexicon_set("reply-buttons")
            if not button and not block.hidden and block.kind is not Kind.HEADING:
                yield Finding(index, "a comment, and comments are wanted", final=True)


RULES_SHARE = 0.5  # of the sentences of such rules that speak of comments
SUBJECT_SHARE = 0.25  # of the sentences before them: with more, comments are what the text is about
RULED = 2  # of them that ask or threaten
_RULES = (
    "<div><p>We welcome your comments.</p><p>Keep your comments civil and stay on topic in all that you write here.</p>"
    "<p>We may remove any comment that is abusive, without telling the one who wrote it.</p></div>"
)


@rule(
    "THR004", "comment-rules", Category.COMMENTS, -5.0, modes=HTML,
    fires=(
        Example(
            f"<main>{_TEXT}</main>{_RULES}", on=("We welcome", "Keep your", "We may"), mode=Mode.HTML,
            url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
    silent=(
        Example(f"<main>{_RULES}</main>", mode=Mode.HTML),
        Example(
            f"<main>{_TEXT}<div><p>The mayor did not comment on the rules for the new gate of the harbour.</p><p>"
            "Nobody was allowed to leave before the end of the meeting.</p></div></main>", mode=Mode.HTML,
            url="https://x.example/2024/03/old-harbour-reopens-at-last",
        ),
    ),
)  # fmt: skip
def comment_rules(page: Page) -> Iterator[Finding]:
    """Finds elements behind an article whose sentences are rules for readers' comments.

    Why: they stand under every article of a site, and may be longer than a short one. A text about such rules speaks of
    comments from its beginning, and stays.
    Example: `Keep your comments civil. Do not attack other users.`
    Source: newspapers of three countries
    """
    if page_kinds(page)[PageKind.ARTICLE] < IS_ARTICLE:
        return
    named = joined_text(page).lines_with(joined_text(page).present(lexicon("comment-words")))
    about = {i for i in named if is_sentence(page.measures[i]) and page.blocks[i].kind not in FIXED_KINDS}
    if len(about) < RULED:
        return
    sentences = sentences_of(page)
    spoken = [0, *accumulate(map(is_sentence, page.measures))]  # before each block, and of all
    heard = [0, *accumulate(index in about for index in range(len(page.blocks)))]
    asked = [0, *accumulate(is_sentence(m) and _asks(m.folded) for m in page.measures)]
    reached = 0
    for node in outline(page).nodes:
        own, all_ = heard[node.end] - heard[node.first], spoken[node.end] - spoken[node.first]
        if node.first < reached or own < max(RULED, RULES_SHARE * all_):
            continue
        if sentences.within(0, node.first) < BODY_WORDS or heard[node.first] > SUBJECT_SHARE * spoken[node.first]:
            continue
        if asked[node.end] - asked[node.first] >= RULED:
            for index in node.blocks:
                yield Finding(index, f"{own} of {all_} sentences are about comments", final=True)
            reached = node.end


def _asks(folded: str) -> bool:
    return any(word in folded for word in lexicon("comment-rules"))


RULES = (named_comments, signed_entries, wanted_comments, comment_rules)
