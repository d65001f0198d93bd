"""Feedback in the forms that others read: a phrase pack, pairs for `cleaner learn`, JSON lines, a table."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from fastapi import Request

from cleaner.app.api.documents import open_document, report_of
from cleaner.errors import CleanerError
from cleaner.learn import LONGEST, Learned, Proposed, pack
from cleaner.ledger.feedback import Feedback, Judgement, Span, cut_by_hand
from cleaner.measure import fold, word_count
from cleaner.page.shape import line_key
from cleaner.rules.packs import Shape
from cleaner.settings import Profile
from cleaner.types import Category, Mode

EXAMPLES = 3
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute instead of showing
_COLUMNS = tuple("id created by judgement reason source block start end locator category rule text".split())


def lines_of(views: Iterable[Mapping[str, Any]]) -> str:
    """JSON lines: one object a line for each of `views`, each ended by a newline."""
    return "".join(json.dumps(one, ensure_ascii=False, default=str) + "\n" for one in views)


def csv_of(judged: Sequence[Feedback]) -> str:
    """The judgements as CSV with a line of headings.

    Cells that a spreadsheet would take for formulas have an apostrophe before them.
    """
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for one in judged:
        because = one.facts.get("because") or {}
        row = (
            one.id,
            datetime.fromtimestamp(one.created, UTC).isoformat(timespec="seconds"),
            one.by,
            one.judgement.value,
            one.reason,
            one.source,
            one.block,
            *(one.span or ("", "")),
            one.facts.get("locator", ""),
            because.get("category", ""),
            because.get("rule", ""),
            one.text,
        )
        table.writerow([_cell(str(cell)) for cell in row])
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def pack_of(judged: Sequence[Feedback], now: float) -> str:
    """A phrase pack of the lines that were taken out, each unreviewed; those that were also put back are comments.

    Lines over `LONGEST` words are prose and no phrases; they are left out.
    """
    gone: dict[str, list[Feedback]] = defaultdict(list)
    stayed: dict[str, list[Feedback]] = defaultdict(list)
    for one in judged:
        key = line_key(fold(one.text))
        if key and word_count(one.text) <= LONGEST:
            (gone if one.judgement is Judgement.REMOVE else stayed)[key].append(one)
    found = [_proposal(key, ones, stayed.get(key, [])) for key, ones in gone.items()]
    found.sort(key=lambda one: (-one.support, one.pattern))
    learned = Learned(
        proposals=tuple(one for one in found if not one.conflicts),
        disputed=tuple(one for one in found if one.conflicts),
        pairs=len({one.source for one in judged}),
        cut=sum(len(ones) for ones in gone.values()),
        known=0,
        once=0,
    )
    languages = {str(one.facts.get("language") or "und").partition("-")[0] for ones in gone.values() for one in ones}
    language = languages.pop() if len(languages) == 1 else "und"
    added = datetime.fromtimestamp(now, UTC).date().isoformat()
    return pack(learned, added=added, language=language, name="feedback")


def _proposal(key: str, gone: Sequence[Feedback], stayed: Sequence[Feedback]) -> Proposed:
    examples = sorted({" ".join(one.text.split()) for one in gone}, key=lambda text: (len(text), text))
    return Proposed(
        pattern=key,
        shape=Shape.WHOLE,
        category=Category.BOILERPLATE,
        support=len({one.source for one in gone}),
        conflicts=len({one.source for one in stayed}),
        examples=tuple(examples[:EXAMPLES]),
        kept=tuple(one.text for one in stayed[:EXAMPLES]),
    )


async def pairs(request: Request, judged: Sequence[Feedback]) -> bytes:
    """A zip with each judged document in `dirty/` and, as it was corrected, in `clean/`, under equal names.

    `judged` is the newest first. A part of a block that was judged alone is a paragraph of its own.

    What the rules took out of a page stands in neither: what is to be learned is what they left. Documents that are
    gone from the store are left out and named in `left-out.txt`.
    """
    by_source: dict[str, dict[int, list[Feedback]]] = defaultdict(lambda: defaultdict(list))
    for one in reversed(judged):
        by_source[one.source][one.block].append(one)
    out, missing = io.BytesIO(), []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, judgements in sorted(by_source.items()):
            try:
                opened = await open_document(request, name)
                profile = str(opened.options.get("profile", Profile.BALANCED.value))
                report, _ = await report_of(request, opened, profile)
            except CleanerError as error:
                missing.append(f"{name} {error.code.value}")
                continue
            dirty, clean = _pair(report, judgements)
            archive.writestr(f"dirty/{name}.txt", dirty)
            archive.writestr(f"clean/{name}.txt", clean)
        if missing:
            archive.writestr("left-out.txt", "\n".join(missing) + "\n")
    return out.getvalue()


def _pair(report: Mapping[str, Any], judgements: Mapping[int, Sequence[Feedback]]) -> tuple[str, str]:
    dirty: list[str] = []
    clean: list[str] = []
    for block in report["blocks"]:
        judged = judgements.get(block["index"], ())
        size = len(block["text"])
        cut = cut_by_hand(((one["start"], one["end"]) for one in block["pieces"]), size, judged)
        ends = sorted({0, size, *(place for one in judged if one.span for place in one.span)})
        before = [block["text"][a:b].strip() for a, b in pairwise(ends)]
        after = [_kept_text(block["text"], a, b, cut) for a, b in pairwise(ends)]
        if report["mode"] == Mode.TEXT.value or judged or any(after):
            dirty += filter(None, before)
        clean += filter(None, after)
    return "\n\n".join(dirty) + "\n", "\n\n".join(clean) + "\n"


def _kept_text(text: str, start: int, end: int, cut: Iterable[Span]) -> str:
    """What stays of these characters."""
    parts, at = [], start
    for a, b in cut:
        parts.append(text[at : min(max(a, at), end)])
        at = min(max(b, at), end)
    parts.append(text[at:end])
    return "".join(parts).strip()
