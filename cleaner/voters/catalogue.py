"""The list of all rules. A new rule module is added here and nowhere else."""

from __future__ import annotations

from functools import lru_cache

from cleaner.rules import (
    about_site,
    bylines,
    comments,
    consent,
    contents,
    context,
    embedded,
    marks,
    phrases,
    related,
    repeats,
    sharing,
    spam,
    spans,
    structure,
    syndication,
    titles,
)
from cleaner.rules.registry import Rule
from cleaner.voters import block_model, extractor, line_model


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every shipped rule, in code order."""
    modules = (
        structure.RULES,
        extractor.RULES,
        embedded.RULES,
        block_model.RULES,
        phrases.RULES,
        titles.RULES,
        bylines.RULES,
        sharing.RULES,
        spam.RULES,
        spans.RULES,
        repeats.RULES,
        syndication.RULES,
        about_site.RULES,
        related.RULES,
        comments.RULES,
        consent.RULES,
        contents.RULES,
        marks.RULES,
        context.RULES,
        line_model.RULES,
    )
    return tuple(sorted((one for rules in modules for one in rules), key=lambda r: r.code))
