"""What stands before the name of one who presents himself under a text, or is presented there."""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.rules.word_lists import parted, read_lists

POSTS_WORDS = 10  # of a line that counts somebody's texts
_TITLES = re.compile(r"\W{0,3}(?:(?:prof|dr|doc|mgr|ing|dipl|si|hon|rev)\.?\s+)+", re.IGNORECASE)
_HANDLE = re.compile(r"[a-z0-9][\w.-]{2,24}(?=[,\s])")
_BY = "by|par|von|por|di|door|av|af"  # before a name that a trade follows
_TEXTS = (
    "posts?|articles?|stories|artikel|artikelen|artikler|artiklar|beiträge|billets|artículos|entradas|articoli|artigos"
    "|inlägg|indlæg|innlegg"
)
_WROTE = "published|written|posted|publié|publicado|pubblicato|skrevet|skrivit|geschreven|escrito|scritto|napisal"
_COUNTS = re.compile(
    rf"[^\s\d].{{1,40}}? (?:has|hat|a|ha|heeft|har|on) (?:(?:{_WROTE}) )?\d[\d.,]{{0,6}} (?:{_TEXTS})\b"
    r"(?: and counting| geschrieben| veröffentlicht)?\W*",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _led() -> re.Pattern[str]:
    """What a byline or a portrait begins with; group 1 is said of nobody but an author."""
    raw: str = read_lists("biographies.toml")["led"]
    listed = sorted((one.strip() for one in parted(raw)), key=len, reverse=True)
    return re.compile(rf"\W{{0,3}}(?:({'|'.join(map(re.escape, listed))})\s?[:：–—-]?|{_BY})\s+", re.IGNORECASE)


def name_start(text: str) -> tuple[int, bool]:
    """Where behind a byline's words, a mark or a title a name begins, or 0; and whether those words are an author's.

    >>> name_start("Posted by: Mara Lind"), name_start("By Mara Lind"), name_start("Mara Lind")
    ((11, True), (3, False), (0, False))
    """
    led = _led().match(text)
    start = led.end() if led else 0
    titled = _TITLES.match(text, start)
    return titled.end() if titled else start, bool(led and led.group(1))


def handle_of(text: str) -> str:
    """The handle with which a text begins, or nothing."""
    found = _HANDLE.match(text)
    return found.group() if found else ""


def counts_texts(text: str) -> bool:
    """Whether a line says how many texts of a site somebody wrote, and nothing else.

    >>> counts_texts("Mara has published 48 posts."), counts_texts("Mara has 48 posts to paint.")
    (True, False)
    """
    return len(text) < POSTS_WORDS * 12 and len(text.split()) <= POSTS_WORDS and _COUNTS.fullmatch(text) is not None
