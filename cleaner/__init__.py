r"""Clean article bodies from web pages and scraped texts, with a reason for every removed line.

>>> from cleaner import clean_text
>>> clean_text("The harbour reopened on Monday, the council said.\n\nShare this article").text
'The harbour reopened on Monday, the council said.'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.errors import CleanerError, Code
    from cleaner.pipeline import clean, clean_html, clean_text
    from cleaner.result import CleanResult
    from cleaner.settings import Extractor, Limits, Profile, Settings
    from cleaner.types import Category, Label, Metadata, Removed, Status
    from cleaner.versions import __version__

# A name is loaded when it is first asked for: `cleaner --help` needs no parser and no model.
_HOMES = {
    "cleaner.errors": ("CleanerError", "Code"),
    "cleaner.pipeline": ("clean", "clean_html", "clean_text"),
    "cleaner.result": ("CleanResult",),
    "cleaner.settings": ("Extractor", "Limits", "Profile", "Settings"),
    "cleaner.types": ("Category", "Label", "Metadata", "Removed", "Status"),
    "cleaner.versions": ("__version__",),
}

__all__ = [
    "Category",
    "CleanResult",
    "CleanerError",
    "Code",
    "Extractor",
    "Label",
    "Limits",
    "Metadata",
    "Profile",
    "Removed",
    "Settings",
    "Status",
    "__version__",
    "clean",
    "clean_html",
    "clean_text",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
