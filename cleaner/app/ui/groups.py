"""Categories as a reader tells them apart: in a few groups, each with a colour (by its class), a sign and a word."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.types import Category


@dataclass(frozen=True, slots=True)
class Group:
    """Categories that are shown alike. `sign` tells them apart where colours do not."""

    name: str
    sign: str
    words: str
    categories: frozenset[Category]


GROUPS = (
    Group(
        "links",
        "↗",
        "Links to other articles",
        frozenset({Category.RELATED, Category.POPULAR, Category.TICKER}),
    ),
    Group(
        "navigation",
        "☰",
        "Navigation",
        frozenset(
            {
                Category.NAVIGATION,
                Category.TAGS,
                Category.READER_TOOLS,
                Category.HEADING_WITHOUT_CONTENT,
                Category.REFERENCE_MARK,
                Category.SITE_LINE,
            }
        ),
    ),
    Group(
        "selling",
        "$",
        "Selling",
        frozenset(
            {
                Category.SPONSOR,
                Category.AD_SLOT,
                Category.PROMO,
                Category.NEWSLETTER,
                Category.CALL_TO_ACTION,
                Category.SPAM,
                Category.WIDGET,
            }
        ),
    ),
    Group(
        "sharing",
        "@",
        "Sharing and comments",
        frozenset({Category.SHARE_BAR, Category.FOLLOW, Category.COUNTER, Category.COMMENTS}),
    ),
    Group(
        "credits",
        "✎",
        "Credits",
        frozenset(
            {
                Category.BYLINE,
                Category.CREDITS,
                Category.CAPTION,
                Category.AUTHOR_BIO,
                Category.ABOUT_SITE,
                Category.SYNDICATION,
            }
        ),
    ),
    Group(
        "legal",
        "§",
        "Legal and walls",
        frozenset({Category.RIGHTS, Category.DISCLAIMER, Category.CONSENT, Category.PAYWALL, Category.BOT_WALL}),
    ),
    Group(
        "repeats",
        "=",
        "Repeats",
        frozenset({Category.TITLE_REPEAT, Category.REPEAT, Category.LONE_MARK}),
    ),
)
OTHER = Group("other", "×", "Other boilerplate", frozenset({Category.HIDDEN, Category.BOILERPLATE}))
BY_HAND = Group("hand", "✋", "By hand", frozenset())
_OF = {category.value: group for group in GROUPS for category in group.categories}


def group_of(category: str) -> Group:
    """The group of a category; one that no group names is other boilerplate."""
    return _OF.get(category, OTHER)
