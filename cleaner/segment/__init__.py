"""Bytes to text to blocks: decoding, budgets, and the two segmenters."""
