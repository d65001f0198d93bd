"""The `cleaner` script: the command line, or one line that says which extra is missing."""

from __future__ import annotations

import sys

from cleaner.errors import ExitCode

# Package that cannot be imported -> the extra that brings it.
EXTRAS = {
    "typer": "cli", "rich": "cli", "httpx": "cli", "warcio": "cli", "sqlalchemy": "store", "zstandard": "store",
    "annotated_types": "service", "fastapi": "service", "pydantic": "service", "uvicorn": "service",
    "structlog": "service", "redis": "service", "rq": "service", "protego": "service",
    "prometheus_client": "service", "psycopg": "postgres", "obstore": "objects", "opentelemetry": "otel",
}  # fmt: skip


def main() -> None:
    """Run the command line; where a package of an extra is missing, name the extra and end with exit code 4."""
    try:
        from cleaner.app import cli  # noqa: PLC0415 - the packages it imports may be missing

        sys.exit(cli.run(sys.argv[1:]))
    except ModuleNotFoundError as missing:
        extra = EXTRAS.get((missing.name or "").partition(".")[0])
        if extra is None:
            raise
        sys.stderr.write(f"error: {missing.name} is not installed: pip install 'cleaner[{extra}]'\n")
        sys.exit(ExitCode.BAD_CONFIG.value)
