"""Consent notices (CNS): a second witness beside the phrases, for notices as long as a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.body import is_sentence
from cleaner.page.lexicon import lexicon
from cleaner.page.literals import joined_text
from cleaner.page.outline import Outline, key_of, names_of, outline, wrappers_of
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import BOTH, HTML, Example, Finding, rule
from cleaner.types import Category, Mode

CONTROLS = 3  # words of controls beside the subject
NOTICE = 150  # words; a policy is longer, and then it is the page's text
TOPIC = 2  # so many other prose blocks about the subject make it the text's own


@rule(
    "CNS001",
    "consent-notice",
    Category.CONSENT,
    -2.6,
    modes=BOTH,
    fires=(
        Example(
            "It rained.\nWe use cookies and similar technologies to give you the best experience and analyse traffic. "
            "Accept all cookies or manage your preferences in the settings at any time.",
            on=("We use cookies",),
        ),
    ),
    silent=(
        Example("She bakes cookies for the whole street, and the settings of her oven are a secret."),
        Example(
            "The court ruled on cookies.\n"
            + "A site must ask for consent before it sets cookies, and users may reject them in their settings, which "
            "is what the law has asked of every site since 2011 in all of the countries.\n" * 3
        ),
    ),
)
def consent_notice(page: Page) -> Iterator[Finding]:
    """Finds notices about cookies or personal data: the subject and three words of the controls that follow it.

    Why: every page of a site shows it. An article about cookies speaks of them in more than one paragraph.
    Example: `We use cookies … accept all … manage preferences`
    Source: datatrove's policy substrings, here with a count and a check of the text's own subject
    """
    named = joined_text(page).lines_with(joined_text(page).present(lexicon("consent-subjects")))
    about = [index for index in named if page.measures[index].words]
    prose = sum(page.measures[i].prose for i in about)
    for index in about:
        m = page.measures[index]
        if m.words > NOTICE or page.blocks[index].kind in FIXED_KINDS or prose - m.prose >= TOPIC:
            continue
        found = [word for word in lexicon("consent-controls") if word in m.folded]
        if len(found) >= CONTROLS:
            yield Finding(index, f"{len(found)} words of consent controls: {', '.join(found[:4])}")


EMBED_CONTROLS = 2  # words of controls that a placeholder holds
BOX_WORDS = 110  # of the element around a placeholder


@rule(
    "CNS002", "embed-placeholder", Category.CONSENT, -4.0, modes=HTML,
    fires=(
        Example(
            f"<div><p>{'It rained all day in the old harbour. ' * 5}</p><div><h3>External content</h3><p>At this "
            "point there is external content from YouTube. Click to display it, and you consent to personal data being "
            "sent.</p><p>Read more about this in our privacy policy, which tells you who gets it.</p></div></div>",
            on=("External content", "At this point", "Read more about"), mode=Mode.HTML,
        ),
    ),
    silent=(
        Example(
            "<div><p>It rained all day.</p><p>YouTube will no longer show content to children without the consent of "
            "their parents, who must click a button.</p></div>", mode=Mode.HTML,
        ),
        Example(
            "<main><div><p>It rained all day in the old harbour, and nobody came.</p></div><div><p>YouTube will no "
            "longer show content to children without the consent of parents, who must click a button.</p></div><div><p>"
            "The mayor said that this is what the people of the quay had asked for.</p></div></main>", mode=Mode.HTML,
        ),
    ),
)  # fmt: skip
def embed_placeholder(page: Page) -> Iterator[Finding]:
    """Finds what stands in the place of an embedded video or post: whose content it is and how it comes to be shown.

    Why: a reader who agrees sees the video in its place; the notice is no part of the article. It stands in an element
    of its own, all of whose sentences are about that; its heading and its switches go too.
    Example: `At this point there is external content from YouTube. Click to display it.`
    Source: own observation on news sites of six languages
    """
    lines = joined_text(page)
    if not (lines.present(lexicon("embed-contents")) and lines.present(lexicon("embed-owners"))):
        return
    named = lines.lines_with(lines.present(lexicon("embed-contents")))
    measures = page.measures
    about = [at for at in named if measures[at].words <= NOTICE and _asks_to_embed(measures[at].folded)]
    tree = outline(page)
    known = frozenset(about)
    for index in about:
        around = tree.ancestors(index)
        place = next((one for one in around if tree.nodes[one].element.tag not in _TEXT_LEVEL), -1)
        box = tree.nodes[place]
        if place < 0 or box.element.order in wrappers_of(page) or box.element.tag in {"body", "main", "article"}:
            continue
        if _wraps_paragraphs(page, tree, place, known):
            continue
        others = [i for i in box.blocks if i not in known and is_sentence(page.measures[i])]
        if tree.words_in(box.first, box.end) <= BOX_WORDS and all(
            _names_any(page.measures[i].folded, "embed-controls") for i in others
        ):
            for member in box.blocks:
                if member in known or _names_any(page.measures[member].folded, *_EMBED_WORDS):
                    yield Finding(member, "in a box that asks to show what another site has", final=True)


_TEXT_LEVEL = frozenset("p span a b strong em i small label".split())


def _wraps_paragraphs(page: Page, tree: Outline, place: int, known: frozenset[int]) -> bool:
    """Whether elements of this make hold the paragraphs of the text, each its own."""
    node = tree.nodes[place]
    like = (tree.nodes[one] for one in tree.children[node.parent]) if node.parent >= 0 else ()
    others = (one for one in like if one != node and key_of(one.element) == key_of(node.element))
    return sum(any(i not in known and is_sentence(page.measures[i]) for i in one.blocks) for one in others) >= ALIKE


ALIKE = 2  # elements with sentences of their own, from which on their make is that of paragraphs
_EMBED_WORDS = ("embed-contents", "embed-owners", "embed-controls")


def _names_any(folded: str, *lists: str) -> bool:
    """Whether a folded text holds a word of these lists."""
    return any(word in folded for name in lists for word in lexicon(name))


def _asks_to_embed(folded: str) -> bool:
    if not any(word in folded for word in lexicon("embed-owners")):
        return False
    return sum(word in folded for word in lexicon("embed-controls")) >= EMBED_CONTROLS


BANNER_WORDS = 900  # of a banner with every purpose spelled out
PAGE_WORDS = 12  # that the page has beside the banner; with fewer the banner is the page
CONTROL_WORDS = 6  # of the words on a button
NAMES_OF_CONSENT = ("cookie", "consent", "gdpr", "dsgvo", "rgpd", "lgpd", "ccpa", "kvkk")
_WHOLE_PAGE = frozenset("html body main article".split())


@rule(
    "CNS003", "consent-banner", Category.CONSENT, -6.0, modes=HTML,
    fires=(
        Example(
            "<div class=x-cookie-banner><h2>Cookies on this site</h2><p>We use necessary cookies.</p><p>They help us "
            "to see how the pages are used by those who visit them.</p><button>Accept all</button></div><main><h1>The "
            "ferry</h1><p>The ferry to the islands will run twice a day from April.</p></main>",
            on=("Cookies on", "They help", "Accept"), mode=Mode.HTML,
        ),
    ),
    silent=(
        Example(
            "<div class=category-cookies><h2>Oat cookies</h2><p>We bake these cookies every week of the year.</p>"
            "<button>Print</button></div><p>The oven of the old bakery is a hundred years old.</p>", mode=Mode.HTML,
        ),
        Example(
            "<article class=cookie-guide><h1>Cookies</h1><p>A site must ask before it sets cookies on a device.</p>"
            "<button>Accept</button></article><p>This is what the law has said since 2011.</p>", mode=Mode.HTML,
        ),
    ),
)  # fmt: skip
def consent_banner(page: Page) -> Iterator[Finding]:
    """Finds all of an element that is named after consent or lies over the page, speaks of it and has its button.

    Why: what such a banner says of its purposes reads like a text, and on a short page is longer than it.
    Example: `<div class="govuk-cookie-banner">`, `<section aria-label="Cookie consent">`
    Source: the banners of official sites and of consent platforms
    """
    subjects = lexicon("consent-subjects")
    if not joined_text(page).present(subjects):
        return
    named = frozenset(filter(_is_banner_name, names_of(page)))
    tree = outline(page)
    reached = 0
    for node in tree.nodes if named else ():
        tag, tokens = node.element.tag, node.element.tokens
        if node.first < reached or tag in _WHOLE_PAGE or named.isdisjoint(tokens):
            continue
        words = tree.words_in(node.first, node.end)
        if words > BANNER_WORDS or tree.words[-1] - words < PAGE_WORDS:
            continue
        inside = [page.blocks[index] for index in node.blocks]
        if any(block.level == 1 or any(e.tag in _HOLDS_TEXT for e in block.path[node.depth :]) for block in inside):
            continue
        about = any(word in page.measures[index].folded for index in node.blocks for word in subjects)
        if about and any(_is_control(page, index) for index in node.blocks):
            name = tokens[0]
            for index in node.blocks:
                yield Finding(index, f"in a consent banner named '{name}'", final=True)
            reached = node.end


_OVERLAYS = frozenset(("dialog", "alertdialog", "modal", "popup", "overlay"))
_HOLDS_TEXT = frozenset(("main", "article"))


def _is_banner_name(token: str) -> bool:
    return token.startswith(NAMES_OF_CONSENT) or token in _OVERLAYS


def _is_control(page: Page, index: int) -> bool:
    """Whether a block is a button or a link of a few words about consent."""
    block, m = page.blocks[index], page.measures[index]
    if not 0 < m.words <= CONTROL_WORDS or not (m.link_density or any(e.tag == "button" for e in block.path)):
        return False
    return any(word in m.folded for word in lexicon("consent-controls"))


RULES = (consent_notice, embed_placeholder, consent_banner)
