r"""Metadata as a YAML block at the head of a document.

Every value is written as JSON writes it, which YAML 1.2 reads alike (its specification, 1.2.1): none can be taken for
a date, a number or markup. Characters that YAML does not allow are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

# What is not printable to YAML 1.2 (5.1), and the line breaks that only some readers know.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def front_matter(values: Mapping[str, Any]) -> str:
    r"""The values between `---` lines and a blank line behind; what is None or empty is left out.

    >>> front_matter({"title": 'It is: "new"', "tags": [], "published": "2026-01-02"})
    '---\ntitle: "It is: \\"new\\""\npublished: "2026-01-02"\n---\n\n'
    """
    rows = [f"{name}: {_yaml(value)}\n" for name, value in values.items() if value not in (None, [], (), "")]
    return "---\n" + "".join(rows) + "---\n\n"


def _yaml(value: Any) -> str:
    text = _SURROGATES.sub("\ufffd", json.dumps(value, ensure_ascii=False))
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
