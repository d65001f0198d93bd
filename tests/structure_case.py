"""A piece of a page between the paragraphs of an article, and what must come of it."""

from __future__ import annotations

from typing import NamedTuple

from cleaner import CleanResult


class Site(NamedTuple):
    """A piece of a page: what must stand in its text and Markdown, and what must not."""

    name: str
    body: str
    text: tuple[str, ...] = ()
    no_text: tuple[str, ...] = ()
    markdown: tuple[str, ...] = ()
    no_markdown: tuple[str, ...] = ()

    def must_survive(self, result: CleanResult) -> None:
        """Fails unless the result of the page that holds the piece has what is wanted, and nothing that is not."""
        text, markdown = result.text, result.markdown
        assert [] == [one for one in self.text if one not in text], text
        assert [] == [one for one in self.no_text if one in text], text
        assert [] == [one for one in self.markdown if one not in markdown], markdown
        assert [] == [one for one in self.no_markdown if one in markdown], markdown
