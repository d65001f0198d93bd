"""Inputs found and read, outputs named, rendered and written."""

from cleaner.files.formats.find import STDIN, Found, Skipped, find
from cleaner.files.formats.jsonl import Fields, Record, one_line, written
from cleaner.files.formats.many import recorded, records_of
from cleaner.files.formats.names import collision_key, output_name
from cleaner.files.formats.read import InputFormat, guess_format, read, unpacked
from cleaner.files.formats.render import Format, as_object, removed_ratio, rendered
from cleaner.files.formats.warc import Archived, archived
from cleaner.files.formats.write import new_file, sweep, write_whole

__all__ = [
    "STDIN",
    "Archived",
    "Fields",
    "Format",
    "Found",
    "InputFormat",
    "Record",
    "Skipped",
    "archived",
    "as_object",
    "collision_key",
    "find",
    "guess_format",
    "new_file",
    "one_line",
    "output_name",
    "read",
    "recorded",
    "records_of",
    "removed_ratio",
    "rendered",
    "sweep",
    "unpacked",
    "write_whole",
    "written",
]
