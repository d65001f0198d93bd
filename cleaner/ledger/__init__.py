"""The record of submitted work, in the store's own database."""
