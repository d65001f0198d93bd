"""Lines that are written otherwise than the rest of a text: in tags, encoded twice, links alone (LFT)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, last_written
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.rules.stray_tags import lines_in_tags
from cleaner.rules.subject import speaks_of_sites
from cleaner.segment.restored import may_need_restoring, restore
from cleaner.types import Category
from cleaner.types.members import PRE

FEW = 4  # such lines; in a text with more they are its form
WORDS, TAGGED_WORDS = 14, 8  # of a line that was encoded twice, and of one in tags
WRITTEN = 2  # other lines with letters beyond ASCII, which show that the text itself came well
LINKS = 2  # in a line of nothing else
PLACE_WORDS = 4  # of a line with places that a template left unfilled
LONGEST = 2_000  # characters of a line of links
_QUOTES = ('"', "“", "„", "«", "‹", "「", "'")
_SHORTCODE = re.compile(
    r"\[([a-z][\w-]{0,40})\s[^\[\]]{0,400}\b(?:url|link|href|lien|enlace|ссылка)=[^\[\]]{1,400}\][^\[\]]{0,160}\[/\1\]$"
    r"|\[([a-z][\w-]{0,40})(?:\s[^\[\]]{0,400})?\]\s?https?://\S{3,400}?\s?\[/\2\]$",
    re.IGNORECASE,
)
_BOARD_LINK = re.compile(r"\[url[^\[\]]{0,400}\][^\[\]]{1,100}\[/url\]$", re.IGNORECASE)
_LINK = r"(?:\[[^\[\]]{1,120}\]\([^()\s]{1,400}\)|<a\s[^<>]{1,400}>[^<>]{1,120}</a>)"
_LINKS = re.compile(
    rf"\W{{0,4}}{_LINK}(?:(?:\s|&gt;|&raquo;|&middot;|&nbsp;|[|·•,/>»›–—-]){{1,6}}{_LINK}){{1,20}}\W{{0,3}}$"
)
_ONE_TAG = re.compile(
    r"<a\s[^<>]{0,300}\brel=[\"']?(?:tag|category|prev|next|author)\b[^<>]{0,300}>[^<>]{1,120}</a>\W{0,2}$"
)
_HEADED = re.compile(r"<(?:h[1-6]|b|strong|em|i)\b", re.IGNORECASE)
_PLACE = re.compile(r"%(?:\d\$)?[sd](?![\w%])|(?<!\{)\{\d\}|%%\w{2,40}%%|(?<![{\w])\{[a-z]+_[a-z_]+\}")


@rule(
    "LFT012",
    "line-of-links",
    Category.NAVIGATION,
    -3.6,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "[Jump to recipe](#recipe) · [Print recipe](#print)", on=("Jump",)),
        Example(ARTICLE + '<a href="/q" rel="tag">quay</a>, <a href="/b" rel="tag">boats</a>', on=("quay",)),
        Example(ARTICLE + '[su_button url="https://quay.example/a"]Get the map[/su_button]', on=("Get",)),
        Example(f"{MONDAY}\n[embedyt]https://video.example/v=12[/embedyt]\n{MAYOR}", on=("https",)),
        Example(ARTICLE + "[url=https://quay.example]Our harbour[/url]", on=("Our",)),
        Example(f"{MONDAY}\n%s comments\n{MAYOR}", on=("%s",)),
    ),
    silent=(
        Example(f"{MONDAY}\n[The report](https://quay.example/r) and [the map](/m) are free.\n{MAYOR}"),
        Example(f"{MONDAY}\n[The report](https://quay.example/r)\n{MAYOR}"),
        Example(f"{MONDAY}\n[url=https://quay.example]Our harbour[/url]\n{MAYOR}"),
        Example(f"{MONDAY}\nHe laughed at 50 %s and at %d, which nobody there had understood.\n{MAYOR}"),
        Example(f"{MONDAY}\n[The curtain falls]\n{MAYOR}"),
    ),
)  # fmt: skip
def line_of_links(page: Page) -> Iterator[Finding]:
    """Finds lines of two links and nothing else, buttons and films in a blog program's brackets, unfilled places.

    Why: they lead about the site. A link alone may be the text's source.
    Example: `[su_button url="https://quay.example/a"]Get the map[/su_button]`
    Source: the shortcodes of WordPress; own observation on scraped texts
    """
    if not ("[" in page.source or "<a" in page.source or "%" in page.source or "{" in page.source):
        return
    found: list[tuple[int, str]] = []
    last = last_written(page)
    for block, m in zip(page.document.blocks, page.measures, strict=True):
        text = block.text
        if len(text) > LONGEST or block.kind in FIXED_KINDS or block.kind is PRE:
            continue
        if "[/" in text and (_SHORTCODE.match(text) or (block.index > last and _BOARD_LINK.match(text))):
            found.append((block.index, "a button or a film in the brackets of a program"))
        elif ("](" in text or "</a>" in text) and (_LINKS.match(text) or _ONE_TAG.match(text)):
            found.append((block.index, "links and nothing else"))
        elif m.words <= PLACE_WORDS and ("%" in text or "{" in text) and _PLACE.search(text):
            found.append((block.index, "a place that a template left unfilled"))
    if found and len(found) <= FEW and not speaks_of_sites(page):
        for index, evidence in found:
            yield Finding(index, evidence)


@rule(
    "LFT013",
    "line-from-elsewhere",
    Category.NAVIGATION,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            "Le conseil a siégé lundi soir à la mairie.\nLe maire a dormi, personne n'a réveillé la séance.\n"
            "Toute l'actualitÃ© du port",
            on=("Toute",),
        ),
        Example(ARTICLE + "<p>All our boats</p>", on=("All",)),
    ),
    silent=(
        Example("Le conseil a siégé lundi soir à la mairie.\nLe maire a dit : « l'actualitÃ© du port »"),
        Example(
            "Le conseil a siÃ©gÃ© lundi soir dans la mairie de la ville.\nPersonne n'a rÃ©veillÃ© le maire "
            "avant minuit, car il avait promis une sÃ©ance de plus.\nLe port fermÃ©"
        ),
        Example(f"{MONDAY}\n<p>All our boats</p>\n{MAYOR}"),
        Example(ARTICLE + "<p>The boat was afloat.</p>"),
        Example(f"<p>{MONDAY}</p>\n<p>All our boats</p>"),
    ),
)  # fmt: skip
def line_from_elsewhere(page: Page) -> Iterator[Finding]:
    """Finds the few short lines of a text that were encoded twice, or stand in tags behind it, where the rest is well.

    Why: another program wrote them than the one that wrote the text: the site's.
    Example: `Toute l'actualitÃ© du port` under a text whose accents are right
    Source: own observation on scraped texts
    """
    last = last_written(page)
    for index in _encoded_twice(page):
        yield Finding(index, "encoded twice, and the text around it was not")
    tagged = lines_in_tags(page)
    if not 0 < len(tagged) <= FEW or speaks_of_sites(page):
        return
    short = all(page.measures[at].words <= TAGGED_WORDS and not page.measures[at].ends_sentence for at in tagged)
    for index in tagged if short else ():
        if index > last >= 0 and not _HEADED.match(page.document.blocks[index].text):
            yield Finding(index, "in tags behind a text without any")


@derived
def _encoded_twice(page: Page) -> tuple[int, ...]:
    """The short lines that were encoded twice, where they are few and others with such letters were not."""
    written = [page.source[block.start : block.end] for block in page.document.blocks]
    changed = any(raw != block.text for raw, block in zip(written, page.document.blocks, strict=True))
    # Asked last: it goes through the whole text.
    if page.source.isascii() or not changed or not may_need_restoring(page.source):
        return ()
    found: list[int] = []
    well = 0
    for block, m, raw in zip(page.document.blocks, page.measures, written, strict=True):
        if raw.isascii() or block.kind in FIXED_KINDS:
            continue
        if "&" not in raw and raw != block.text and restore(raw) is not None:
            if (
                m.words > WORDS
                or m.prose
                or block.text[:1] in _QUOTES
                or any(one in block.text for one in _QUOTES[1:5])
            ):
                return ()
            found.append(block.index)
        else:
            well += any(char > "\x7f" and char.isalpha() for char in raw)
    return tuple(found) if len(found) <= FEW and well >= WRITTEN else ()


RULES = (line_of_links, line_from_elsewhere)
