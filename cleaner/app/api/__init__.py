"""The HTTP API: `create_app` makes it from open handles; see `server` for the process around it."""

from cleaner.app.api.application import create_app

__all__ = ["create_app"]
