"""Rules: each looks at a page and yields verdicts; `registry` holds them all, `data/` what they know."""
