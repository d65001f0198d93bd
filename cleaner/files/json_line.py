"""A value as one line of JSON."""

from __future__ import annotations

import json
from typing import Any


def one_line(value: Any) -> str:
    """`value` as one line of JSON that every encoding survives: lone surrogates are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    # Line breaks to some readers (str.splitlines, JavaScript before 2019), though not to JSON.
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
