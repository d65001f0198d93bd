"""What an input says about itself: of a page from its markup, of a text from the lines that were cut."""

from cleaner.metadata.page import read_metadata

__all__ = ["read_metadata"]
