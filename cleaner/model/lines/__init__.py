"""The learned line model for text mode: lines of a text to calibrated log-odds of main content."""
