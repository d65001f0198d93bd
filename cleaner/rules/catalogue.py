"""The list of all rules. A new rule module is added here and nowhere else."""

from __future__ import annotations

from cleaner.rules.registry import Rule


def all_rules() -> tuple[Rule, ...]:
    """Every shipped rule, in code order."""
    modules: tuple[tuple[Rule, ...], ...] = ()
    return tuple(sorted((one for rules in modules for one in rules), key=lambda r: r.code))
