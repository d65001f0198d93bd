"""Notes about authors that open with a trade, and since which year they write."""

from __future__ import annotations

import re

LIFE_WORDS = 30  # of the longest note that opens with a trade
_SINCE = re.compile(
    r"(?:\b(?:since|seit|depuis|desde|dal|sinds|sedan|siden|vuodesta|od|din|óta|από το|с|з|от|sejak|từ)"
    r"\s(?:roku\s)?(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d(?:'|’)?(?:den|dan|ten|tan) (?:beri|bu yana)|منذ (?:عام |سنة )?(?:19|20)\d\d"
    r"|(?:19|20)\d\d年から|(?:19|20)\d\d년부터)"
)
_NAME = (
    r"[^\W\d_a-zà-ÿ][\w.’'-]{0,30}"
    r"(?:\s(?:[^\W\d_a-zà-ÿ][\w.’'-]{0,30}|de|van|der|den|von|da|do|dos|di|del|la|le|bin|ben)){1,4}"
)
# A trade or a place of work, a comma, a name, and what she does: "Journaliste depuis 2015, Camille Bost couvre ..."
_TRADE_FIRST = re.compile(rf"\W{{0,2}}(?P<trade>[^,.:;!?]{{4,70}}),\s(?P<name>{_NAME})\s(?=[^\W\d_A-ZÀ-Þ])")


def tells_since_when(text: str) -> bool:
    """Whether a line says since which year somebody does something."""
    return _SINCE.search(text) is not None


def name_behind_trade(text: str) -> tuple[str, str]:
    """The words before a comma and the name behind it with which a line opens; nothing where it opens otherwise.

    >>> name_behind_trade("Journaliste depuis 2015, Camille Bost couvre les ports.")
    ('Journaliste depuis 2015', 'Camille Bost')
    """
    found = _TRADE_FIRST.match(text)
    # The expression's letters beyond Latin have no case.
    return (found["trade"], found["name"]) if found and found["name"][0].isupper() else ("", "")
