"""Prose for the rules' examples: paragraphs long enough (25 words) to count as such."""

from __future__ import annotations

MONDAY = (
    "The council met on Monday in the town hall and talked about the old ferry line for three long hours "
    "before it went home again, none the wiser."
)
TUESDAY = (
    "Nobody could say on Tuesday what had been decided about the ferry, or whether anything had been decided "
    "at all by anyone who was there that night."
)
MAYOR = (
    "The mayor, who had slept through most of it, promised a second meeting in the spring of the coming year, "
    "if the boat was still afloat by then."
)
ARTICLE = f"{MONDAY}\n{TUESDAY}\n"
