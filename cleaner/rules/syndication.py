"""Where an article was first published (SYN): a fact about it, kept as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.lexicon import lexicon, lexicon_set
from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.page.shape import TAIL_LINES, extent
from cleaner.rules.pieces import residue_spans
from cleaner.rules.registry import BOTH, Example, Finding, rule
from cleaner.types import Category, Kind, Mode

MOST_WORDS = 40
_TERMS = ("permission", "licen", "creative commons", "republish", "original", "version", "author", "repost")
# A clause behind it tells a story of that story: "in a parish magazine in 1961, when nobody believed ...".
_TOLD = re.compile(
    r",\s(?:when|where|while|but|as|als|wo|obwohl|aber|quand|où|lorsqu|mais|cuando|donde|pero|quando|dove|mas|onde|ma|toen|waar|maar|när"
    r"|där|men|da|der|hvor|gdy|kiedy|gdzie|ale|когда|где|но|коли|де|але)\s"
)


def is_note(folded: str) -> str:
    """The verb by which a folded line is a note about an article's origin, or nothing."""
    bare = folded.lstrip("([*•- –—\"'“_")
    if bare.startswith(lexicon("post-subjects")):
        verb = next((verb for verb in lexicon("post-verbs") if verb in bare), "")
        if verb:
            return verb
    for pair in lexicon("post-titles"):
        titled, _, verb = pair.partition(" … ")
        if verb in bare.partition(titled)[2]:
            return verb
    if not bare.startswith(lexicon("origin-subjects")):
        return ""
    if _TOLD.search(bare) and not any(term in bare for term in _TERMS):
        return ""
    return next((verb for verb in lexicon("origin-verbs") if verb in bare), "")


@rule(
    "SYN001",
    "origin-note",
    Category.SYNDICATION,
    -4.0,
    modes=BOTH,
    fires=(
        Example("It rained.\nThis article first appeared on New York Times", on=("This article",)),
        Example("It rained.\nThe post Old ferry line closed appeared first on Harbour Post.", on=("The post",)),
        Example("Es regnete.\nDieser Artikel erschien zuerst bei der Hafenpost.", on=("Dieser Artikel",)),
        Example(
            "Es regnete.\nDer Beitrag Alte Fähre fährt nicht mehr erschien zuerst auf Hafenpost.", on=("Der Beitrag",)
        ),
        Example("Llovía.\nLa entrada El ferry cierra para siempre se publicó primero en El Faro.", on=("La entrada",)),
        Example(
            "O gün yağmur yağdı ve kimse gelmedi.\nEski iskele yazısı ilk önce Liman üzerinde ortaya çıktı.",
            on=("Eski iskele",),
        ),
        Example("A plouat.\nArticolul Școala are clopoțel apare prima dată în Valea Online.", on=("Articolul",)),
    ),
    silent=(
        Example("This article of the treaty was first disputed in 1921."),
        Example("L'article 12 de la loi est paru en 1921, et personne ne l'a lu."),
        Example("La entrada al museo cuesta dos euros y se publicó el horario en la puerta."),
        Example("The story first appeared in a parish magazine in 1961, when nobody believed in the lake."),
        Example("The story first told by the sailors was another one."),
        Example("Padało.\nWpis o młynie pojawił się po raz pierwszy w kronice parafialnej."),
        Example("It rained.\nThe post of a harbour master appeared first on the payroll of 1796."),
    ),
)
def origin_note(page: Page) -> Iterator[Finding]:
    """Finds notes that say where an article first appeared.

    Why: where it comes from is metadata (`first_published`), not part of the text.
    Example: `The post TITLE appeared first on SITE.`
    Source: Yoast SEO writes this line into feeds; the other wordings are our own collection
    """
    lines = joined_text(page)
    if not (lines.present(lexicon("post-verbs")) or lines.present(lexicon("origin-verbs"))):
        return
    where = extent(page)
    for block, m in page:
        if not 3 <= m.words <= MOST_WORDS and not (m.words and len(m.folded) < 60):
            continue
        if block.kind in {Kind.PRE, Kind.CELL} or not (
            where.in_head(block.index) or where.in_tail(block.index + TAIL_LINES)
        ):
            continue
        verb = is_note(m.folded)
        if verb and _may_name_site(block.text, m.folded, verb):
            evidence = f"a note about origin: '{verb}'"
            spans = residue_spans(block.text, page.language, _is_about_origin) if page.mode is Mode.TEXT else ()
            for span in spans or (None,):
                yield Finding(block.index, evidence, span=span)


def _may_name_site(text: str, folded: str, verb: str) -> bool:
    """Whether what stands behind the verb of a line may be where a text appeared, and not when or in what."""
    behind = folded.partition(verb)[2].split()
    if verb not in lexicon_set("post-verbs") or not behind:
        return True
    named = " ".join(text.split()[-len(behind) :])
    return not any(map(str.isdigit, named)) and (named.lower() != named or named.upper() == named or "." in named[:-1])


def _is_about_origin(folded: str) -> bool:
    """Whether a folded sentence of a note says where the text comes from or on what terms."""
    return bool(is_note(folded)) or any(term in folded for term in _TERMS)


RULES = (origin_note,)
