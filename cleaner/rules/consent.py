"""Consent notices (CNS): a second witness beside the phrases, for notices as long as a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.lexicon import lexicon
from cleaner.page.literals import joined
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.types import Category

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
    named = joined(page).lines_with(joined(page).present(lexicon("consent-subjects")))
    about = [index for index in named if page.measures[index].words]
    prose = sum(page.measures[i].prose for i in about)
    for index in about:
        m = page.measures[index]
        if m.words > NOTICE or page.blocks[index].kind in FIXED_KINDS or prose - m.prose >= TOPIC:
            continue
        found = [word for word in lexicon("consent-controls") if word in m.folded]
        if len(found) >= CONTROLS:
            yield Finding(index, f"{len(found)} words of consent controls: {', '.join(found[:4])}")


RULES = (consent_notice,)
