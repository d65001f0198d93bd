"""Structured logs: one event is one line, whatever a URL, a title or a file name tries to put into it."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict

# Control characters, the line ends that some viewers honour, and what turns the direction of text.
_ODD = {
    *range(0x20),
    *range(0x7F, 0xA0),
    0x2028,
    0x2029,
    *range(0x200E, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
}
_ESCAPES = {code: f"\\u{code:04x}" for code in _ODD}


def escape_strings(value: Any) -> Any:
    """Strings with every character escaped that could break or forge a line; other values as they are."""
    if isinstance(value, str):
        return value if value.isprintable() else value.translate(_ESCAPES)
    if isinstance(value, dict):
        return {escape_strings(str(name)): escape_strings(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [escape_strings(one) for one in value]
    return value


def configure(log_format: str, level: int = logging.INFO) -> None:
    """Send our events and those of the libraries to standard error, as JSON or for a person's eyes."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        _escape_event,
    ]
    final: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, final],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, final]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=processors))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def logger() -> Any:
    """The logger of the service's events."""
    return structlog.get_logger()


def _escape_event(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {name: value if name == "exception" else escape_strings(value) for name, value in event.items()}
