"""Inputs found and read, outputs named, rendered and written."""

from cleaner.files.formats.find import STDIN, Found, Skipped, find
from cleaner.files.formats.jsonl import Fields, Record, output_line
from cleaner.files.formats.many import open_records, records_of
from cleaner.files.formats.names import collision_key, output_name
from cleaner.files.formats.read import guess_format, read_input, unpack
from cleaner.files.formats.render import as_object, format_result, removed_ratio
from cleaner.files.formats.warc import Archived, read_archive
from cleaner.files.formats.write import new_file, sweep, write_whole
from cleaner.files.forms import Format, InputFormat
from cleaner.files.json_line import one_line

__all__ = [
    "STDIN",
    "Archived",
    "Fields",
    "Format",
    "Found",
    "InputFormat",
    "Record",
    "Skipped",
    "as_object",
    "collision_key",
    "find",
    "format_result",
    "guess_format",
    "new_file",
    "one_line",
    "open_records",
    "output_line",
    "output_name",
    "read_archive",
    "read_input",
    "records_of",
    "removed_ratio",
    "sweep",
    "unpack",
    "write_whole",
]
