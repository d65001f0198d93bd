"""A document as its judges see it: the page with its measures, shapes of lines, literals, words by language."""
