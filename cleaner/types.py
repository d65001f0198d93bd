"""The values that flow through the core, and the words used for them everywhere.

Glossary
    block           smallest run of text not interrupted by block-level markup; a line (or a hard-wrapped
                    paragraph) in text mode
    document        the tuple of blocks of one input, nothing else
    element         one ancestor of a block in the page's tree
    rule            a function that looks at a page and yields verdicts
    verdict         one rule's evidence for or against one block (or some characters of it)
    decision        the weighed sum of a block's verdicts: which characters are cut, and why
    category        the kind of thing a rule finds ("related", "share-bar"); what a user switches off
    main content    what a reader came for; the clean body consists of it
    boilerplate     everything else on a page
    residue         boilerplate that survived somebody's extraction and stands in a scraped text
    link density    characters inside links / all characters of a block, 0..1
    fingerprint     a block's folded text, equal for blocks that differ in case, space or punctuation only
    shingle         a run of n consecutive words
    near-duplicate  two blocks whose shingles overlap almost wholly
    content hash    SHA-256 of the clean body's UTF-8 bytes

Scores and weights are log-odds that a block is main content: positive keeps, negative cuts.
This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


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


class Element(NamedTuple):
    """One ancestor of a block. `order` is its preorder number in the page, equal for equal elements."""

    order: int
    tag: str
    tokens: tuple[str, ...] = ()  # lower-cased words of class, id, role, itemprop, aria-label
    hidden: str = ""  # why a reader does not see it ("display:none"), or nothing
    number: int | None = None  # what stands before an item of an ordered list


class Mark(NamedTuple):
    """Inline markup over the characters [start, end) of a block's text; marks may nest.

    `value` is a link's target, an image's address, or what stood in a super- or subscript as written; a formula's
    is "display" where it stood on a line of its own. `title` is a link's or an image's.
    """

    start: int
    end: int
    kind: MarkKind
    value: str = ""
    title: str = ""


class Cell(NamedTuple):
    """One cell of a table row: the characters [start, end) of the row's text, none for an empty cell."""

    start: int
    end: int
    header: bool = False
    columns: int = 1  # how many it spans
    rows: int = 1


class MediumKind(StrEnum):
    """What stands between blocks and has no text of its own."""

    IMAGE = "image"
    EMBED = "embed"  # a video, a sound, a document shown in a frame
    RULE = "rule"  # a thematic break


class Medium(NamedTuple):
    """An image, an embed or a rule. It stands before the block with the index `before`, or behind the last one."""

    kind: MediumKind
    before: int
    path: tuple[Element, ...] = ()
    address: str = ""  # as the page has it: perhaps relative
    alt: str = ""
    title: str = ""


class Block(NamedTuple):
    """One block. `index` is the join key of every verdict, decision and removal.

    `text` is in normal form (NFC, inner space collapsed outside PRE). `start` and `end` are offsets of
    its characters in the decoded input, in text mode; absent in HTML mode. `level` is a heading's rank
    1..6 or a list item's depth from 1. `group` is the `order` of the list or table the block belongs to.
    `cells` are a table row's, `language` is that of the code in a PRE block. A list item, quote or definition that
    holds several blocks is the element their paths share.
    """

    index: int  # type: ignore[assignment]  # hides tuple's method of this name, which nobody asks of a block
    text: str
    kind: Kind = Kind.LINE
    path: tuple[Element, ...] = ()  # root first
    link_chars: int = 0
    marks: tuple[Mark, ...] = ()
    level: int = 0
    group: int | None = None
    ordered: bool = False
    start: int | None = None
    end: int | None = None
    cells: tuple[Cell, ...] = ()
    language: str = ""

    @property
    def hints(self) -> frozenset[str]:
        """All class, id and role words of the block's ancestors."""
        return frozenset(token for element in self.path for token in element.tokens)

    @property
    def hidden(self) -> str:
        """Why a reader does not see this block, from the innermost hidden ancestor, or nothing."""
        return next((e.hidden for e in reversed(self.path) if e.hidden), "")


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of one input, in reading order; `blocks[i].index == i`.

    `media` stand between them, in reading order too. `base` is the address that relative ones are resolved against,
    or nothing.
    """

    blocks: tuple[Block, ...] = ()
    media: tuple[Medium, ...] = ()
    base: str = ""


class Later:
    """Evidence that is put into words when somebody reads it: what `say` says of a block."""

    __slots__ = ("_block", "_say")

    def __init__(self, say: Callable[[int], str], block: int) -> None:
        self._say = say
        self._block = block

    def __str__(self) -> str:
        return self._say(self._block)

    def __repr__(self) -> str:
        return repr(str(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later | str) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


class Verdict(NamedTuple):
    """One rule's evidence. `block` is None for evidence about the whole page.

    `span` limits it to these characters of the block's text. A `final` verdict outranks every sum;
    among finals, keeping outranks cutting. Verdicts of one `group` share evidence: they are capped together and count
    as one witness.
    """

    block: int | None
    rule: str
    category: Category
    weight: float
    told: str | Later
    span: tuple[int, int] | None = None
    final: bool = False
    group: str = ""

    @property
    def evidence(self) -> str:
        """What the rule saw, in words."""
        return str(self.told)


def strongest(verdicts: Iterable[Verdict], sign: float) -> Verdict | None:
    """Of the verdicts on the side of `sign` the one that tells a reader most, or None where no rule spoke for it.

    Certain ones go first, then those that name the kind of thing and do not only say "boilerplate", then the strong.
    """
    best: Verdict | None = None
    told = False, False, 0.0
    for verdict in verdicts:
        weight = verdict.weight * sign
        if weight > 0:
            tells = verdict.final, verdict.category is not Category.BOILERPLATE, weight
            if best is None or tells > told:
                best, told = verdict, tells
    return best


class Decision(NamedTuple):
    """What was decided on one block. `cut` holds character spans of its text; empty: kept whole."""

    block: int
    cut: tuple[tuple[int, int], ...]
    score: float
    verdicts: tuple[Verdict, ...]

    @property
    def because(self) -> Verdict | None:
        """The strongest verdict on the winning side, or None where no rule spoke for it."""
        return strongest(self.verdicts, -1.0 if self.cut else 1.0)


@dataclass(frozen=True, slots=True)
class Removed:
    """Text that was cut. Its `id` is stable for the same input and settings; pass it to `restore`.

    `start` and `end` are offsets in the decoded input (text mode), or in the block's text (HTML mode).
    """

    id: str
    block: int
    start: int
    end: int
    text: str
    category: Category
    rule: str
    score: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """Text that looked like boilerplate and was kept, with the reason that kept it.

    Where one rule took more than three tenths of a text's sentences, the first of them stands here as not `kept`.
    """

    block: int
    text: str
    category: Category
    rule: str
    score: float
    evidence: str
    kept_because: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its evidence and strength 0..1."""

    label: Label
    strength: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the input a result holds: shares 0..1 of its words and of its sentences, copies aside."""

    words: float = 1.0
    sentences: float = 1.0


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes were decoded: WHATWG name, where it came from, and how sure that is (0..1)."""

    name: str
    source: str  # "bom", "header", "meta", "detected", "default", "given"
    confidence: float
    replaced: int = 0  # characters that could not be decoded


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the input says about itself. Dates are ISO 8601, `*_raw` as found. None means absent."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_raw: str | None = None
    modified: str | None = None
    modified_raw: str | None = None
    site: str | None = None
    section: str | None = None
    language: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    first_published: str | None = None  # where it first appeared: an outlet or a URL

    @property
    def author(self) -> str | None:
        """All authors in one string, or None."""
        return ", ".join(self.authors) or None
