"""Options that several commands share, and the settings they make."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.app.terminal import LogFormat
from cleaner.errors import ExitCode
from cleaner.files.forms import Format, InputFormat
from cleaner.settings import Comments, Profile, Settings
from cleaner.types import Category

if TYPE_CHECKING:
    from cleaner.app.cleaning import Options

_STEERING = "What is cut"
_BODY = "What counts as body"
_INPUT = "Input"
_OUTPUT = "Output"
_RUN = "Run"
_TALK = "Messages"


class FailOn(StrEnum):
    """What `--fail-on` may say: when failed inputs make the exit code 1."""

    NEVER = "never"
    ANY = "any"
    ALL = "all"


FormatOption = Annotated[
    Format | None,
    typer.Option("-f", "--format", help="Form of the output (default: text).", rich_help_panel=_OUTPUT),
]
FrontmatterOption = Annotated[
    bool, typer.Option("--frontmatter", help="Put the metadata before text and Markdown.", rich_help_panel=_OUTPUT)
]
ProfileOption = Annotated[
    Profile, typer.Option("--profile", help="How readily text is cut.", rich_help_panel=_STEERING)
]
DisableOption = Annotated[
    list[Category] | None,
    typer.Option(
        "--disable",
        metavar="CATEGORY",
        help="Never cut this category; may be repeated. `cleaner rules` lists them.",
        rich_help_panel=_STEERING,
    ),
]
PacksOption = Annotated[
    Path | None,
    typer.Option("--packs", metavar="DIR", help="Phrase packs of your own (*.toml).", rich_help_panel=_STEERING),
]
TitleInBodyOption = Annotated[
    bool, typer.Option("--title-in-body", help="Keep the headline at the head of the body.", rich_help_panel=_BODY)
]
CaptionsOption = Annotated[
    bool,
    typer.Option("--captions/--no-captions", help="Put captions of pictures into the text too.", rich_help_panel=_BODY),
]
TablesOption = Annotated[bool, typer.Option("--tables/--no-tables", help="Keep tables.", rich_help_panel=_BODY)]
ImagesOption = Annotated[
    bool, typer.Option("--images/--no-images", help="Show images in Markdown and HTML.", rich_help_panel=_BODY)
]
LinksOption = Annotated[
    bool, typer.Option("--links/--no-links", help="Show links in Markdown and HTML.", rich_help_panel=_BODY)
]
CommentsOption = Annotated[
    Comments,
    typer.Option(
        "--comments", help="Readers' comments: left out, kept, or in a field of their own.", rich_help_panel=_BODY
    ),
]
InputFormatOption = Annotated[
    InputFormat, typer.Option("--input-format", help="What the inputs are.", rich_help_panel=_INPUT)
]
TitleOption = Annotated[
    str | None, typer.Option("--title", help="The title, where it is known.", rich_help_panel=_INPUT)
]
UrlOption = Annotated[str | None, typer.Option("--url", help="Where the input came from.", rich_help_panel=_INPUT)]
LanguageOption = Annotated[
    str | None, typer.Option("--language", help="Language (BCP 47), where it is known.", rich_help_panel=_INPUT)
]
TextField = Annotated[
    str, typer.Option("--text-field", metavar="NAME", help="JSON lines: field of the text.", rich_help_panel=_INPUT)
]
TitleField = Annotated[
    str, typer.Option("--title-field", metavar="NAME", help="JSON lines: field of the title.", rich_help_panel=_INPUT)
]
UrlField = Annotated[
    str, typer.Option("--url-field", metavar="NAME", help="JSON lines: field of the URL.", rich_help_panel=_INPUT)
]
LanguageField = Annotated[
    str,
    typer.Option("--language-field", metavar="NAME", help="JSON lines: field of the language.", rich_help_panel=_INPUT),
]
IdField = Annotated[
    str, typer.Option("--id-field", metavar="NAME", help="JSON lines: field of the id.", rich_help_panel=_INPUT)
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report", metavar="FILE", help="Write each input's removal record as a line of JSON.", rich_help_panel=_OUTPUT
    ),
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="FILE", help="Keep bodies in this store: a file or a database URL.", rich_help_panel=_OUTPUT
    ),
]
OriginalsOption = Annotated[
    bool, typer.Option("--originals/--no-originals", help="Keep the inputs in the store.", rich_help_panel=_OUTPUT)
]
ResumeOption = Annotated[
    bool,
    typer.Option("--resume", help="Go on with an earlier run: do what is not done or failed.", rich_help_panel=_RUN),
]
OverwriteOption = Annotated[
    bool, typer.Option("--overwrite", help="Do everything anew over an earlier run.", rich_help_panel=_RUN)
]
SkipOption = Annotated[
    bool, typer.Option("--skip-existing", help="Leave inputs alone that have an output.", rich_help_panel=_RUN)
]
KeepSuffixOption = Annotated[
    bool,
    typer.Option(
        "--keep-suffix", help="Name outputs a.html.txt, so that a.html and a.txt differ.", rich_help_panel=_RUN
    ),
]
JobsOption = Annotated[
    int, typer.Option("-j", "--jobs", min=0, max=256, help="Processes; 0 is one a processor.", rich_help_panel=_RUN)
]
FailOnOption = Annotated[
    FailOn, typer.Option("--fail-on", help="Which failures make the exit code 1.", rich_help_panel=_RUN)
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Say only errors.", rich_help_panel=_TALK)]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Say more.", rich_help_panel=_TALK)]
LogFormatOption = Annotated[
    LogFormat, typer.Option("--log-format", help="Form of the messages.", rich_help_panel=_TALK)
]


def options_of(
    settings: Settings,
    *,
    form: tuple[InputFormat, Format | None, bool],
    known: tuple[str | None, str | None, str | None] = (None, None, None),
    fields: tuple[str, str, str, str, str] = ("text", "title", "url", "language", "id"),
) -> Options:
    """The options of one run.

    `form` is input format, output format, front matter; `known` title, URL, language; `fields` the names of
    the text, title, URL, language and id fields.
    """
    from cleaner.app.cleaning import Options  # noqa: PLC0415 - loads the whole core
    from cleaner.files.formats import Fields  # noqa: PLC0415

    title, url, language = known
    return Options(settings, form[0], Fields(*fields), form[1], form[2], title, url, language)


def exit_code(done: int, failed: int, fail_on: FailOn) -> int:
    """The exit code of a run in which so many inputs gave a body and so many failed."""
    if not failed or fail_on is FailOn.NEVER or (fail_on is FailOn.ALL and done):
        return ExitCode.OK.value
    return ExitCode.SOME_FAILED.value


def cpus() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
