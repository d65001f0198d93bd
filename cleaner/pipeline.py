"""The whole way from input to result: decode, segment, judge in stages, decide, guard, render.

Pure: no clock, network, disk, environment or randomness; the same input and settings give the same result
whatever ran before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from cleaner import render
from cleaner.decide import Tallies, Weights, decide, needs_extractor, takes_away, weights_for
from cleaner.guard import Guarded, guard
from cleaner.labels import label
from cleaner.measure import content_hash
from cleaner.metadata import Facts, from_text, read_page
from cleaner.page.kind import page_kinds
from cleaner.page.page import LineFacts, Page, build_page
from cleaner.result import CleanResult, RemovalRecord
from cleaner.segment import html as html_segmenter
from cleaner.segment import text as text_segmenter
from cleaner.segment.budget import inspect, repair
from cleaner.segment.decode import decode
from cleaner.segment.mojibake import decode_twice
from cleaner.segment.self_closed import expand_self_closed
from cleaner.segment.sniff import Media, sniff
from cleaner.segment.strip import strip_tags
from cleaner.segment.thin import add_embedded_text
from cleaner.segment.tidy import census
from cleaner.sentence_cuts import cut_sentences
from cleaner.settings import Comments, Extractor, Settings
from cleaner.settle import settle
from cleaner.types import Category, Document, Encoding, Mode, Stage, Status
from cleaner.versions import versions
from cleaner.voters.catalogue import rules_at

DEFAULT = Settings()
_LATER = tuple(stage for stage in Stage if stage is not Stage.LOCAL)


def clean_html(
    data: bytes | str, *, url: str | None = None, charset: str | None = None, settings: Settings = DEFAULT
) -> CleanResult:
    """The main content of a page.

    `data` is the page's markup; bytes are decoded by BOM, `charset` (the transport's label), meta and
    detection. `url` helps to judge and to complete metadata. Raises TypeError for other types, nothing else.
    """
    text, encoding, warnings = _decode_input(data, charset)
    text, twice = decode_twice(text)
    if twice:
        warnings += (f"{twice} characters that were encoded twice put right",)
    limits = settings.limits
    budget = inspect(text, limits)
    over = budget.over
    if budget.fits:
        if budget.repairs:
            text, repaired = repair(text, limits)
            warnings += repaired
        tree = html_segmenter.parse(expand_self_closed(text))
        document = add_embedded_text(html_segmenter.segment(tree, text, url), tree)
        # End tags alone make paragraphs, and blocks cost more than tags: 100,000 take the rules and the model 15 s.
        over = (f"more than {limits.blocks} blocks",) if len(document.blocks) > limits.blocks else ()
    if over:
        plain = _over_budget(text, over, url, settings)
        return replace(plain, encoding=encoding, warnings=warnings + plain.warnings)
    said, facts = read_page(tree, url, settings.max_date, document) if settings.metadata else (None, Facts())
    page = build_page(document, Mode.HTML, url=url, source=text, metadata=said, settings=settings)
    page = judge(page, weights_for(page))
    return _finish(page, guard(page, decide(document, page.tallies)), encoding, warnings, facts)


def clean_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    settings: Settings = DEFAULT,
) -> CleanResult:
    """The body of a text that somebody extracted before, its residue removed.

    `title`, `url` and `language` (BCP 47) are what is known of it; each sharpens the rules. Raises TypeError
    for anything but a str, nothing else.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    document, whole = text_segmenter.segment(text, settings.limits.lines)

    line_facts: LineFacts = {}

    def page_of(blocks: Document, source: str) -> Page:
        return build_page(
            blocks,
            Mode.TEXT,
            title=title,
            url=url,
            language=language,
            source=source,
            settings=settings,
            line_facts=line_facts,
        )

    page = page_of(document, text)
    page = judge(page, weights_for(page))

    def judge_sentences(source: str, sentences: Document) -> Guarded:
        return _decisions_by_own_words(page_of(sentences, source))

    def judge_body(blocks: Document, body: str) -> Guarded:
        page = page_of(blocks, body)
        return cut_sentences(page, _decisions_on(judge(page, weights_for(page))), partial(judge_sentences, body))

    guarded = cut_sentences(page, guard(page, decide(document, page.tallies)), partial(judge_sentences, text))
    if whole:
        guarded = settle(text, document, guarded, judge_body)
    restored = text_segmenter.count_restored(text, document)
    warnings = (f"entities or characters that were encoded twice put right in {restored} lines",) if restored else ()
    result = _finish(page, guarded, None, warnings, Facts())
    if whole:
        return result
    reasons = (*result.reasons, f"more than {settings.limits.lines} lines; what follows was read in lumps")
    return replace(result, status=Status.DEGRADED, reasons=reasons)


def clean(
    data: bytes | str,
    *,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    charset: str | None = None,
    settings: Settings = DEFAULT,
) -> CleanResult:
    """The body of a page or a text, whichever `data` is.

    Anything else (binary, archives, PDF, WARC, JSON) gives an empty result with status `unsupported`.
    """
    media = sniff(data)
    if media is Media.HTML:
        return clean_html(data, url=url, charset=charset, settings=settings)
    if media is Media.TEXT:
        source, encoding, warnings = _decode_input(data, charset)
        result = clean_text(source, title=title, url=url, language=language, settings=settings)
        return replace(result, encoding=encoding, warnings=warnings + result.warnings)
    return _unsupported_result(media, settings)


def _decode_input(data: bytes | str, charset: str | None) -> tuple[str, Encoding, tuple[str, ...]]:
    if isinstance(data, str):
        return data, Encoding("utf-8", "given", 1.0), ()
    if isinstance(data, bytes | bytearray | memoryview):
        return decode(bytes(data), declared=charset)
    raise TypeError(f"data must be bytes or str, not {type(data).__name__}")


def judge(page: Page, weights: Weights, stages: Iterable[Stage] = Stage, tallies: Tallies | None = None) -> Page:
    """The page with every block's tally after all stages, or after some, which go on from `tallies`."""
    tallies = tallies or Tallies(page, weights)
    for stage in stages:
        rules = rules_at(stage, page.mode, page.settings.disabled_rules)
        if page.tallies and not rules:
            continue
        # Asked last: it reads the kind of page off all blocks, and in texts nobody is there to be consulted.
        if stage is Stage.CONSULT and not needs_extractor(page):
            continue
        for one in rules:
            tallies.add(one.judge(page))
        if stage is Stage.CONSULT and page.settings.extractor is Extractor.AUTO:
            tallies.vote(page)
        page = tallies.apply_to(page)
    return page


def _over_budget(text: str, over: tuple[str, ...], url: str | None, settings: Settings) -> CleanResult:
    """A page that a parser may choke on: its text lines, judged as a text. `source` is those lines."""
    result = clean_text("\n".join(strip_tags(text)), url=url, settings=settings)
    reasons = (f"over budget, read without a parser: {', '.join(over)}", *result.reasons)
    return replace(result, status=Status.DEGRADED, reasons=reasons)


def _decisions_by_own_words(page: Page) -> Guarded:
    """The guarded decisions on sentences, or none where no rule speaks against one of the blocks for its own words.

    Rules of later stages speak of what stands around lines that go, and where a line stands is no evidence here.
    """
    weights = weights_for(page)
    tallies = Tallies(page, weights)
    page = judge(page, weights, (Stage.LOCAL,), tallies)
    if not any(verdict.weight < 0 for tally in page.tallies for verdict in tally.verdicts):
        return Guarded((), ())
    return guard(page, decide(page.document, judge(page, weights, _LATER, tallies).tallies))


def _decisions_on(page: Page) -> Guarded:
    """The guarded decisions on a page; where nothing of it goes there is nothing to guard: the guard restores only."""
    decisions = decide(page.document, page.tallies)
    return guard(page, decisions) if any(map(takes_away, page.tallies)) else Guarded(decisions, ())


def _finish(
    page: Page, guarded: Guarded, encoding: Encoding | None, warnings: tuple[str, ...], facts: Facts
) -> CleanResult:
    body = render.text(page.document, guarded.decisions)
    gone = RemovalRecord(page.source, page.document, guarded.decisions)
    separate = page.settings.comments == Comments.SEPARATE
    status = Status.DEGRADED if guarded.reasons else Status.OK if body else Status.EMPTY
    return CleanResult(
        source=page.source,
        mode=page.mode,
        document=page.document,
        decisions=guarded.decisions,
        status=status,
        text=body,
        content_hash=content_hash(body),
        reasons=guarded.reasons,
        labels=label(page, guarded.decisions, body, facts),
        metadata=from_text(page, guarded.decisions) if page.settings.metadata else page.metadata,
        removed=gone,
        flagged=guarded.flagged,
        warnings=warnings + census(page.source).warnings(),
        encoding=encoding,
        versions=versions(page.settings),
        comments=tuple(one.text for one in gone if one.category is Category.COMMENTS) if separate else (),
        images=page.settings.images,
        links=page.settings.links,
        page_kinds=page_kinds(page) if page.mode is Mode.HTML and page.blocks else {},
        confidence=None if page.confidence is None else round(page.confidence, 3),
    )


def _unsupported_result(media: Media, settings: Settings) -> CleanResult:
    return CleanResult(
        source="",
        mode=Mode.TEXT,
        document=Document(),
        decisions=(),
        status=Status.UNSUPPORTED,
        text="",
        content_hash=content_hash(""),
        reasons=(f"neither a page nor a text: {media.value}",),
        versions=versions(settings),
    )
