"""The list of all rules. A new rule module is added here and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from cleaner.rules import (
    about_site,
    agencies,
    author_boxes,
    author_notes,
    biographies,
    board_lines,
    body,
    box_headings,
    broken,
    bylines,
    caption_frames,
    captions,
    code,
    comments,
    consent,
    contents,
    context,
    copies,
    copies_beside,
    cut_teasers,
    datelines,
    document_stamps,
    edited_copies,
    embedded,
    fields,
    footer,
    foreign_headlines,
    forum_margins,
    forums,
    head,
    head_facts,
    header,
    hidden,
    inside_lines,
    interface_lines,
    leftovers,
    lone_dates,
    mail,
    makers,
    marks,
    odd_lines,
    offers,
    outlets,
    own_lists,
    page_breaks,
    page_numbers,
    phrases,
    pointers,
    policies,
    portraits,
    posts,
    praise,
    press_notes,
    quotes,
    read_on,
    recording_credits,
    recordings,
    reflowed_copies,
    related,
    repeated_lines,
    repeats,
    running_heads,
    self_words,
    sentence_frames,
    sharing,
    site_links,
    spam,
    spans,
    sponsors,
    stock,
    stock_sentences,
    stray_tags,
    structure,
    syndication,
    teasers,
    threads,
    tips,
    titles,
    whole,
    wishes,
)
from cleaner.rules.registry import Rule, family_of, rules_for
from cleaner.settings import Settings
from cleaner.types import Mode, Stage
from cleaner.voters import block_model, extractor, line_model, lone_lines

_SHIPPED: tuple[tuple[Rule, ...], ...] = (
    structure.RULES,
    extractor.RULES,
    embedded.RULES,
    block_model.RULES,
    board_lines.RULES,
    body.RULES,
    broken.RULES,
    datelines.RULES,
    policies.RULES,
    posts.RULES,
    quotes.RULES,
    teasers.RULES,
    threads.RULES,
    tips.RULES,
    phrases.RULES,
    titles.RULES,
    whole.RULES,
    wishes.RULES,
    bylines.RULES,
    lone_dates.RULES,
    sharing.RULES,
    interface_lines.RULES,
    read_on.RULES,
    site_links.RULES,
    spam.RULES,
    spans.RULES,
    stock.RULES,
    pointers.RULES,
    stock_sentences.RULES,
    sentence_frames.RULES,
    repeats.RULES,
    edited_copies.RULES,
    repeated_lines.RULES,
    copies.RULES,
    copies_beside.RULES,
    recording_credits.RULES,
    recordings.RULES,
    reflowed_copies.RULES,
    head.RULES,
    head_facts.RULES,
    caption_frames.RULES,
    captions.RULES,
    code.RULES,
    syndication.RULES,
    about_site.RULES,
    related.RULES,
    box_headings.RULES,
    fields.RULES,
    own_lists.RULES,
    foreign_headlines.RULES,
    cut_teasers.RULES,
    comments.RULES,
    consent.RULES,
    mail.RULES,
    contents.RULES,
    leftovers.RULES,
    stray_tags.RULES,
    odd_lines.RULES,
    inside_lines.RULES,
    forums.RULES,
    forum_margins.RULES,
    hidden.RULES,
    marks.RULES,
    page_numbers.RULES,
    running_heads.RULES,
    document_stamps.RULES,
    page_breaks.RULES,
    sponsors.RULES,
    makers.RULES,
    agencies.RULES,
    author_boxes.RULES,
    author_notes.RULES,
    biographies.RULES,
    portraits.RULES,
    self_words.RULES,
    praise.RULES,
    press_notes.RULES,
    offers.RULES,
    outlets.RULES,
    header.RULES,
    footer.RULES,
    context.RULES,
    line_model.RULES,
    lone_lines.RULES,
)


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every shipped rule, in code order."""
    found = tuple(sorted((one for rules in _SHIPPED for one in rules), key=lambda r: r.code))
    check_unique(found)
    return found


@lru_cache(maxsize=64)
def rules_at(stage: Stage, mode: Mode, disabled: frozenset[str]) -> tuple[Rule, ...]:
    """The shipped rules that run in a stage and mode, those of the disabled codes left out."""
    return rules_for(all_rules(), Settings(disabled_rules=disabled), mode, stage)


def check_unique(rules: Sequence[Rule]) -> None:
    """Raise ValueError where two rules share a code or a name: each would be explained as the other."""
    words: tuple[Callable[[Rule], str], ...] = (lambda one: one.code, lambda one: one.name)
    for word_of in words:
        twice = [word for word, count in Counter(map(word_of, rules)).items() if count > 1]
        if twice:
            raise ValueError(f"two rules are called {', '.join(sorted(twice))}")


def next_code(rules: Sequence[Rule], family: str) -> str:
    """The first free code of a family: its letters and the number behind its highest one."""
    taken = [int(one.code.removeprefix(family)) for one in rules if family_of(one.code) == family]
    return f"{family}{max(taken, default=0) + 1:03d}"
