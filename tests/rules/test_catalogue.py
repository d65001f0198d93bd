"""The catalogue: what each rule is called and how it counts is decided on purpose, never by accident."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.explain import CATALOGUE, catalogue
from cleaner.page.page import Page, build_page
from cleaner.rules.registry import TEXT, Finding, rule
from cleaner.segment import text
from cleaner.types import Category, Mode, Verdict
from cleaner.voters.catalogue import all_rules, check_unique, next_code


def test_the_catalogue_is_the_reviewed_one() -> None:
    """Code, name, category, stage, modes, weight and group; `python -m benchmarks.explain --update` writes it anew."""
    assert catalogue() == CATALOGUE.read_text("utf-8")


@pytest.mark.parametrize("field", ["code", "name"])
def test_two_rules_of_one_code_or_name_are_refused(field: str) -> None:
    """A removal names its rule by code: two rules of one code would be explained as each other."""
    first, second, *others = all_rules()
    taken = getattr(first, field)
    with pytest.raises(ValueError, match=taken):
        check_unique((first, replace(second, **{field: taken}), *others))
    check_unique(all_rules())


def test_the_next_code_of_a_family_is_free() -> None:
    """One behind the highest; a new family starts at 1."""
    last = max(one.code for one in all_rules() if one.code.startswith("REL"))
    assert int(next_code(all_rules(), "REL")[3:]) == int(last[3:]) + 1
    assert next_code(all_rules(), "XYZ") == "XYZ001"


def _page(source: str) -> Page:
    document, _ = text.segment(source)
    return build_page(document, Mode.TEXT, source=source)


def test_a_finding_says_only_what_differs() -> None:
    """Code, category, weight and group come from the decorator, unless a finding says otherwise."""

    @rule("XYZ007", "odd-line", Category.WIDGET, -2.5, modes=TEXT, group="ODD")
    def odd_line(page: Page):
        yield Finding(0, "plain")
        yield Finding(1, "special", weight=-0.5, category=Category.SPAM, span=(2, 4), final=True)

    assert list(odd_line.judge(_page("one\ntwo"))) == [
        Verdict(0, "XYZ007", Category.WIDGET, -2.5, "plain", None, False, "ODD"),
        Verdict(1, "XYZ007", Category.SPAM, -0.5, "special", (2, 4), True, "ODD"),
    ]


def test_a_rule_without_a_group_of_its_own_has_its_familys() -> None:
    """The letters of its code."""

    @rule("XYZ008", "other-line", Category.WIDGET, -2.5)
    def other_line(page: Page):
        yield Finding(0, "plain")

    assert other_line.group == "XYZ"
