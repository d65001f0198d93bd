"""Fitting the model of lone lines: texts written for it in forty languages, bodies of pages, words and trees."""
