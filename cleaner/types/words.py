"""The closed lists of words: modes, kinds, categories, stages, statuses, labels."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What the input was: a page with markup, or a text without."""

    HTML = "html"
    TEXT = "text"


class Kind(StrEnum):
    """What a block is in its document."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"  # one table row; its cells are joined by " | "
    PRE = "pre"
    QUOTE = "quote"
    CAPTION = "caption"
    LINE = "line"  # text mode


class Category(StrEnum):
    """The kinds of things rules find. All but the last two may be switched off per call."""

    RELATED = "related"
    POPULAR = "popular"
    SPONSOR = "sponsor"
    AD_SLOT = "ad-slot"
    NEWSLETTER = "newsletter"
    FOLLOW = "follow"
    SHARE_BAR = "share-bar"
    COUNTER = "counter"
    BYLINE = "byline"
    CREDITS = "credits"
    CAPTION = "caption"
    AUTHOR_BIO = "author-bio"
    ABOUT_SITE = "about-site"
    SYNDICATION = "syndication"
    RIGHTS = "rights"
    DISCLAIMER = "disclaimer"
    COMMENTS = "comments"
    CONSENT = "consent"
    PAYWALL = "paywall"
    BOT_WALL = "bot-wall"
    NAVIGATION = "navigation"
    TAGS = "tags"
    READER_TOOLS = "reader-tools"
    CALL_TO_ACTION = "call-to-action"
    WIDGET = "widget"
    REFERENCE_MARK = "reference-mark"
    TICKER = "ticker"
    TITLE_REPEAT = "title-repeat"
    REPEAT = "repeat"
    LONE_MARK = "lone-mark"
    SPAM = "spam"
    PROMO = "promo"
    HIDDEN = "hidden"
    HEADING_WITHOUT_CONTENT = "heading-without-content"
    SITE_LINE = "site-line"
    BOILERPLATE = "boilerplate"  # by structure, by the learned model or by the extractor's silence
    MAIN_CONTENT = "main-content"  # evidence for keeping


class Stage(StrEnum):
    """When a rule runs. LOCAL rules see the page, CONSULT voters are costly, CONTEXT rules see tallies."""

    LOCAL = "local"
    CONSULT = "consult"
    CONTEXT = "context"


class Status(StrEnum):
    """How a cleaning ended."""

    OK = "ok"
    EMPTY = "empty"
    DEGRADED = "degraded"
    UNSUPPORTED = "unsupported"


class Label(StrEnum):
    """What a page seems to be instead of an article: hedged, never a reason to discard text."""

    PAYWALL = "paywall"
    CONSENT = "consent"
    BOT_WALL = "bot-wall"
    INDEX_PAGE = "index-page"
    SOFT_404 = "soft-404"
    TRUNCATED = "truncated"  # a feed's own mark says that it gives only the beginning


class PageKind(StrEnum):
    """What kind of page an input is, as annotators of web pages tell them apart."""

    ARTICLE = "article"
    FORUM = "forum"
    PRODUCT = "product"
    COLLECTION = "collection"  # of products
    LISTING = "listing"  # of articles or other pages
    DOCUMENTATION = "documentation"
    SERVICE = "service"  # what an organisation offers


class MarkKind(StrEnum):
    """Inline markup that survives into Markdown and HTML."""

    LINK = "link"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    DELETED = "deleted"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    FORMULA = "formula"  # TeX without its delimiters
    BREAK = "break"  # over the one space that stands for a line break
    IMAGE = "image"  # over the words that stand for an image inside a sentence


class MediumKind(StrEnum):
    """What stands between blocks and has no text of its own."""

    IMAGE = "image"
    EMBED = "embed"  # a video, a sound, a document shown in a frame
    RULE = "rule"  # a thematic break
