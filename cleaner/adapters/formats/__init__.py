"""Inputs found and read, outputs named, rendered and written."""

from cleaner.adapters.formats.find import STDIN, Found, Skipped, find
from cleaner.adapters.formats.jsonl import Fields, Record, looks_like_record, one_line, records, written
from cleaner.adapters.formats.names import collision_key, output_name
from cleaner.adapters.formats.read import InputFormat, guess_format, lines, read, unpacked
from cleaner.adapters.formats.render import Format, as_object, removed_ratio, rendered
from cleaner.adapters.formats.write import new_file, sweep, write_whole

__all__ = [
    "STDIN",
    "Fields",
    "Format",
    "Found",
    "InputFormat",
    "Record",
    "Skipped",
    "as_object",
    "collision_key",
    "find",
    "guess_format",
    "lines",
    "looks_like_record",
    "new_file",
    "one_line",
    "output_name",
    "read",
    "records",
    "removed_ratio",
    "rendered",
    "sweep",
    "unpacked",
    "write_whole",
    "written",
]
