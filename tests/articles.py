"""A short article that several tests set residue around."""

from __future__ import annotations

BODY = (
    "The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind it "
    "came to hear what would become of the place.",
    "The mayor said that the plans would be shown in the library until the end of the month, and that nobody would "
    "have to move before the spring.",
    "A second meeting will be held in March, when the architects have counted the cost of the quay walls and the state "
    "of the warehouses is known.",
)
