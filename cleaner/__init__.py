r"""Clean article bodies from web pages and scraped texts, with a reason for every removed line.

>>> from cleaner import clean_text
>>> clean_text("The harbour reopened on Monday, the council said.\n\nShare this article").text
'The harbour reopened on Monday, the council said.'
"""

from __future__ import annotations

from cleaner.errors import CleanerError, Code
from cleaner.pipeline import clean, clean_html, clean_text
from cleaner.result import CleanResult
from cleaner.settings import Extractor, Limits, Profile, Settings
from cleaner.types import Category, Label, Metadata, Removed, Status
from cleaner.versions import __version__

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
