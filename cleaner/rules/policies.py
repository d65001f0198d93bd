"""Texts that are about sites (POL): policies, terms, help pages. Their lines are what others have as furniture."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.repeats import repeated_runs
from cleaner.rules.subject import answered_questions, is_about_sites
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
        copied = repeated_runs(page)
        for block in page.blocks:
            if block.index in copied:
                continue
            yield Finding(block.index, "in a text that tells of sites from beginning to end")


_HELP = (
    'How do I subscribe?\nClick "Subscribe" at the top.\nHow do I unsubscribe?\nWrite to us. We answer within '
    "a day.\nWhere do I find my bill?\nLog in and open your account."
)


@rule(
    "POL002", "answered-question", Category.MAIN_CONTENT, 2.4, modes=TEXT,
    fires=(Example(_HELP, on=("How do I subscribe", "Click", "Write to us", "Log in")),),
    silent=(
        Example(
            "The council met on Monday.\nDid you like this?\nShare it with your friends.\nGot a tip?\nWrite to us."
        ),
    ),
)  # fmt: skip
def answered_question(page: Page) -> Iterator[Finding]:
    """Finds questions and the sentences that answer them, where a text does little else.

    Why: the answers of a help page tell its reader to click, to subscribe and to write; an interview's are short.
    Example: `How do I unsubscribe?` / `Click on the link at the end of each mail.`
    Source: own observation
    """
    for index in sorted(answered_questions(page)):
        yield Finding(index, "a question that the text answers, or its answer")


RULES = (text_about_sites, answered_question)
