"""Texts that are about sites (POL): policies, terms, help pages. Their lines are what others have as furniture."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.subject import is_about_sites
from cleaner.types import Category

_POLICY = (
    "Cookie policy\nThis policy explains how we use cookies on this website.\nA cookie is a small file that a site "
    "stores in your browser.\nWe use cookies to remember your settings.\nYou can switch cookies off in your browser.\n"
    "Our partners may set cookies of their own.\nWe may change how we use cookies.\nWrite to us if you have questions "
    "about your data."
)


@rule(
    "POL001", "about-sites", Category.MAIN_CONTENT, 2.6, modes=TEXT,
    fires=(Example(_POLICY, on=("Cookie policy", "This policy", "We use", "Write to us")),),
    silent=(
        Example(
            "We use cookies on this site.\nRead our privacy policy.\n"
            + "The council met in the town hall on Monday.\nNobody could say what had been decided.\n" * 3
        ),
    ),
)  # fmt: skip
def text_about_sites(page: Page) -> Iterator[Finding]:
    """Finds the lines of a text that from beginning to end tells of what sites do.

    Why: a privacy policy, terms of use and an article about newsletters consist of sentences that elsewhere are a
    notice or a form.
    Example: `We use cookies to remember your settings.`, in a cookie policy
    Source: own observation
    """
    if is_about_sites(page):
        for block in page.blocks:
            yield Finding(block.index, "in a text that tells of sites from beginning to end")


RULES = (text_about_sites,)
