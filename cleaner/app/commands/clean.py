"""`cleaner clean`: inputs in, clean bodies out."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import Annotated

import typer

from cleaner.app import options as opt
from cleaner.app.option_groups import BodyParts, JsonFields, Messages, Rerun, Steering, with_groups
from cleaner.files.forms import InputFormat

_HELP = """Clean pages and texts; `-` is the standard input.

One input goes to the standard output, several go to --out DIR with their tree kept. JSON lines go through
record by record, all other fields unchanged; a web archive (WARC, WET) gives a line of JSON for each of its pages.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("clean", help=_HELP)(with_groups(_clean))


def _clean(
    *,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...|-", help="Files, directories, globs.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write here.", rich_help_panel="Output")
    ] = None,
    form: opt.FormatOption = None,
    frontmatter: opt.FrontmatterOption = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell what went, why, and what nearly went.", rich_help_panel="Output")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show a unified diff in place of the body.", rich_help_panel="Output")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write no body; with --explain, tell.", rich_help_panel="Output")
    ] = False,
    report: opt.ReportOption = None,
    store: opt.StoreOption = None,
    originals: opt.OriginalsOption = True,
    steering: Steering,
    body: BodyParts,
    input_format: opt.InputFormatOption = InputFormat.AUTO,
    title: opt.TitleOption = None,
    url: opt.UrlOption = None,
    language: opt.LanguageOption = None,
    fields: JsonFields,
    rerun: Rerun,
    jobs: opt.JobsOption = 1,
    fail_on: opt.FailOnOption = opt.FailOn.ANY,
    messages: Messages,
) -> int:
    reporter = messages.reporter()
    options = opt.options_of(
        steering.settings(body),
        form=(input_format, form, frontmatter),
        known=(title, url, language),
        fields=astuple(fields),
    )
    if out is not None and not (explain or diff):
        from cleaner.app.batch import run_batch
        from cleaner.app.batch_plan import Plan, policy_of
        from cleaner.app.batch_worker import Setup

        setup = Setup(options, None if dry_run else out, store, originals, report is not None)
        policy = policy_of(rerun)
        return run_batch(Plan(tuple(paths), setup, policy, jobs, report, rerun.keep_suffix), reporter, fail_on)
    from cleaner.app.single import Show, clean_to_stdout

    show = Show(explain, diff, not (diff or dry_run), report, store, originals, jobs or opt.cpus())
    return clean_to_stdout(paths, options, show, reporter, fail_on)
