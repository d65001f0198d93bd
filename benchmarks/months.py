"""Month names: `python -m benchmarks.months` writes `cleaner/metadata/data/months.toml` anew from the CLDR, by Babel.

Per language the names of the twelve months, wide and abbreviated, as they stand in a date and alone, lower-cased,
without a final full stop; those of several words joined by a space. A name that stands for two months of its own
language is left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale
from babel import __version__ as babel_version

TARGET = Path(__file__).resolve().parent.parent / "cleaner" / "metadata" / "data" / "months.toml"
# Those of the phrase packs, and their neighbours in Europe and Asia.
LANGUAGES = (
    "en de fr es it pt nl pl ru uk cs sk sv da nb fi et lv lt hu ro bg hr sr sl el tr ar fa he hi bn ur ta te mr gu th"
    " vi id ms sw af ca eu gl is ga cy sq mk be ka hy az kk uz fil zu"
).split()

# Forms in use that the CLDR has not.
FURTHER = {
    "de": {1: "jänner|jän", 3: "mrz"},
    "en": {9: "sept"},
    "es": {9: "setiembre|set"},
    "id": {8: "agu", 12: "dec"},
}


def names(language: str) -> list[list[str]]:
    """For each month its names in a language."""
    months = Locale.parse(language).months
    found: list[list[str]] = []
    for number in range(1, 13):
        forms = {_plain(months[style][width][number]) for style in ("format", "stand-alone") for width in _WIDTHS}
        forms.update(FURTHER.get(language, {}).get(number, "").split("|"))
        found.append(sorted(form for form in forms if any(map(str.isalpha, form)) and len(form) > 1))
    return [[form for form in forms if sum(form in others for others in found) == 1] for forms in found]


_WIDTHS = ("wide", "abbreviated")


def _plain(name: str) -> str:
    return name.casefold().rstrip(".").strip()


def main() -> int:
    """Write the file; 0."""
    lines = [f"# Names of the months by language. Made by benchmarks/months.py from the CLDR of Babel {babel_version}."]
    for language in LANGUAGES:
        rows = ", ".join('"' + "|".join(forms) + '"' for forms in names(language))
        lines.append(f"{language} = [{rows}]")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
