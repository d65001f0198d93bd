"""Rules: each looks at a page and yields findings. `voters.catalogue` lists them all, `data/` holds their words."""
