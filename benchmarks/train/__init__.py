"""Fits the learned models from annotated pages: `python -m benchmarks.train --help`."""
