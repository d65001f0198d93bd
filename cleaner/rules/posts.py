"""What stands around the text of posts and of a live page's entries (PST): who wrote it, when, with which buttons."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from cleaner.page.body import is_sentence, sentences_of
from cleaner.page.kind import IS_ARTICLE, page_kinds
from cleaner.page.lexicon import lexicon_set
from cleaner.page.outline import LIKE, Outline, key_of, outline, repeated_units
from cleaner.page.page import Page
from cleaner.page.shape import key_of_line, name_like
from cleaner.rules.date_lines import HOUR_OF_POST, date_like
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.rules.threads import is_discussion
from cleaner.types import Category, Mode, PageKind
from cleaner.types.members import HEADING, PRE

_NAMED = frozenset(
    "postprofile userinfo user-info user-details userdetails username bigusername author-info authorinfo avatar "
    "signature usersignature message-user messageuserinfo postauthor poster poster-info post-author postbit-author "
    "memberinfo member-info usertitle user-title post-signature post-meta crawler-post-meta".split()
)
# What a member has the forum write under each post: whatever it says, it is not the post.
_SIGNATURES = frozenset("signature signatures usersignature post-signature message-signature".split())
FACT_WORDS = 14  # most words of a fact about a post
HOUR_WORDS = 3  # "14:20 GMT": the hour at which an entry happened, its heading
PROFILE_WORDS = 60
_HOUR_FIRST = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d(?!\d)")
SAME_PLACE = 0.7  # share of the posts that have a fact in the same place


def _post(number: int) -> str:
    return (
        f"<div class=post><div class=username><a href=/u/{number}>user{number}</a></div><div>May {number}, 2024,"
        f" 10:0{number} am</div><div class=t>Since the storm my old harbour lamp {number} no longer lights, and I do "
        "not know where to look next.</div></div>"
    )


_POSTS = "".join(map(_post, range(1, 5)))
_NEWS = "https://x.example/2024/03/old-harbour-reopens-at-last"


def _live_page(fact: str) -> str:
    """A live page of an article: every entry has this fact about it."""
    entries = "".join(
        f"<div class=entry><div>{fact}</div><p>The harbour board has opened gate {i} again, and the first boats of the "
        "morning went out to the islands before noon, as the master of the port said.</p></div>"
        for i in range(1, 5)
    )
    return f"<article><h1>Old harbour reopens</h1>{entries}</article>"


@rule(
    "PST001", "post-facts", Category.BYLINE, -3.0, modes=HTML,
    fires=(
        Example(
            f"<div>{_POSTS}</div>", on=("user1", "May 1"), mode=Mode.HTML, url="https://x.example/forum/viewtopic/4"
        ),
        Example(_live_page("3 hours ago 12:48 Jon Writer"), on=("3 hours",), mode=Mode.HTML, url=_NEWS),
    ),
    silent=(
        Example(_live_page("14:20 GMT"), mode=Mode.HTML, url=_NEWS),
        Example(
            "<div>" + "".join(f"<div><h3>May {i}</h3><p>{_post(i)[-110:]}</p></div>" for i in range(4)) + "</div>",
            mode=Mode.HTML,
        ),
    ),
)  # fmt: skip
def post_facts(page: Page) -> Iterator[Finding]:
    """Finds short lines that stand in the same place of nearly every post or entry and hold a name, a date or figures.

    Why: who wrote a post, and when, is said about it and is not its text. Headings of entries stay.
    Example: `Join Date: Oct 2000`, `3 hours ago 12:48 Jon Writer`, over every post
    Source: own observation; measured on forum threads
    """
    dated = not is_discussion(page)
    if dated and page_kinds(page)[PageKind.ARTICLE] < IS_ARTICLE:
        return
    tree, every = outline(page), sentences_of(page).every
    known: dict[int, bool] = {}  # blocks of units in other units are looked at once
    for units in repeated_units(page):
        members = [tree.nodes[place] for place in units.members]
        speaking = sum(every[node.end] > every[node.first] for node in members)
        if speaking < max(LIKE, SAME_PLACE * len(members)):
            continue
        places: Counter[tuple[object, ...]] = Counter()
        facts: list[tuple[int, tuple[object, ...]]] = []
        for node, place in zip(members, units.members, strict=True):
            for index in node.blocks:
                if index not in known:
                    known[index] = _is_fact(page, index, dated=dated)
            own = {i: _place(tree, i, place) for i in node.blocks if known[i]}
            places.update(set(own.values()))
            facts += own.items()
        for index, where in facts:
            if places[where] >= max(LIKE, SAME_PLACE * len(members)):
                evidence = f"in the same place of {places[where]} of {len(members)} posts"
                # A date alone may head an entry of a diary; beside a name it says who reported, and when.
                signed = dated and not date_like(page.measures[index].folded)
                yield Finding(index, evidence, weight=-4.0 if dated else None, final=signed)


def _place(tree: Outline, index: int, unit: int) -> tuple[object, ...]:
    """The elements between a post and one of its blocks."""
    found: list[object] = []
    for place in tree.ancestors(index):
        if place == unit:
            break
        found.append(key_of(tree.nodes[place].element))
    return tuple(found)


def _is_fact(page: Page, index: int, *, dated: bool) -> bool:
    """Whether a block may be a fact about a post; where `dated`, it must hold a date or an hour."""
    block, m = page.blocks[index], page.measures[index]
    if not 0 < m.words <= FACT_WORDS or block.kind is HEADING or block.kind is PRE or is_sentence(m):
        return False
    if dated:
        hour = HOUR_OF_POST.search(block.text) is not None
        return m.words > HOUR_WORDS if hour else date_like(m.folded)
    text = block.text
    return (
        any(map(str.isdigit, text))
        or date_like(m.folded)
        or key_of_line(m) in lexicon_set("reply-buttons")
        or (m.words <= 3 and (m.link_density > 0.5 or name_like(text)))
    )


@rule(
    "PST002", "named-profile", Category.AUTHOR_BIO, -4.0, modes=HTML,
    fires=(
        Example(
            f"<div>{_POSTS}</div><div class=postprofile>Deckhand</div>", on=("Deckhand",), mode=Mode.HTML,
            url="https://x.example/forum/viewtopic/4",
        ),
    ),
    silent=(Example("<div class=profile><p>Anna Keller is the mayor of Corran.</p></div>", mode=Mode.HTML),),
)  # fmt: skip
def named_profile(page: Page) -> Iterator[Finding]:
    """Finds the small elements of a forum's posts that are named after the writer: profile, rank, signature.

    Why: they say the same under every post of a member.
    Example: `<dl class="postprofile">`
    Source: the templates of phpBB, vBulletin, XenForo and Discourse
    """
    if not is_discussion(page):
        return
    tree = outline(page)
    reached = 0
    for node in tree.nodes:
        if node.first < reached or _NAMED.isdisjoint(node.element.tokens):
            continue
        if tree.words_in(node.first, node.end) <= PROFILE_WORDS:
            name = next(token for token in node.element.tokens if token in _NAMED)
            signature = not _SIGNATURES.isdisjoint(node.element.tokens)
            for index in node.blocks:
                yield Finding(index, f"inside an element named '{name}' on a forum's page", final=signature)
            reached = node.end


@rule(
    "PST003", "entry-hours", Category.MAIN_CONTENT, 2.5, modes=HTML,
    fires=(Example(_live_page("14:20 GMT"), on=("14:20 GMT",), mode=Mode.HTML, url=_NEWS),),
    silent=(Example(_live_page("3 hours ago 12:48 Jon Writer"), mode=Mode.HTML, url=_NEWS),),
)  # fmt: skip
def entry_hours(page: Page) -> Iterator[Finding]:
    """Finds the hours that stand alone in the same place of nearly every entry of a live page.

    Why: they head the entries, which tell of one hour after the other.
    Example: `14:20 GMT` over `Bridge closed`
    Source: live pages of newspapers
    """
    odds = page_kinds(page)
    if is_discussion(page) or odds[PageKind.ARTICLE] < max(odds.values()):
        return
    tree, every = outline(page), sentences_of(page).every
    for units in repeated_units(page):
        members = [tree.nodes[place] for place in units.members]
        places: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
        for node, unit in zip(members, units.members, strict=True):
            if every[node.end] > every[node.first]:
                for index in node.blocks:
                    if _is_hour(page, index):
                        places[_place(tree, index, unit)].append(index)
        for where in places.values():
            if len(where) >= max(LIKE, SAME_PLACE * len(members)):
                for index in where:
                    yield Finding(index, f"the hour of one of {len(members)} entries")


def _is_hour(page: Page, index: int) -> bool:
    m = page.measures[index]
    return 0 < m.words <= HOUR_WORDS and not m.link_density and _HOUR_FIRST.match(page.blocks[index].text) is not None


RULES = (post_facts, named_profile, entry_hours)
