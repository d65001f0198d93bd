"""What an input says about itself: of a page from its markup, of a text from the lines that were cut."""

from cleaner.metadata.facts import Facts
from cleaner.metadata.page import read_metadata, read_page
from cleaner.metadata.text import from_text

__all__ = ["Facts", "from_text", "read_metadata", "read_page"]
