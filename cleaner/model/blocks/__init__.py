"""The learned block model: a page's blocks to calibrated log-odds of main content."""
