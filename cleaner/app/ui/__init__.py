"""The web page at `/`: clean an input, look at what went and why, correct it, watch the jobs.

Rendered on the server (Jinja2, everything escaped) and complete without JavaScript. The plain modules in `static/`
only spare reloads: they ask for the same pages and put the same parts in their place.
"""
