"""Leaving the machine: the address guard, the dialler, the fetcher, robots.txt, politeness, webhooks."""
