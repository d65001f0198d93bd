"""`cleaner batch`: a directory in, a directory out, over several processes."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path
from typing import Annotated

import typer

from cleaner.app import options as opt
from cleaner.app.option_groups import BodyParts, JsonFields, Messages, Rerun, Steering, with_groups
from cleaner.files.forms import InputFormat

_HELP = """Clean whole directories over several processes.

The tree is kept, files appear whole or not at all, and DIR/manifest.jsonl says what became of each input. A
file that hangs, crashes or needs too much memory fails alone. After Ctrl-C or a crash, run it again with
--resume.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch", help=_HELP)(with_groups(_batch))


def _batch(
    *,
    paths: Annotated[list[str], typer.Argument(metavar="DIR...", help="Directories, files, globs.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Write here.", rich_help_panel="Output")],
    form: opt.FormatOption = None,
    frontmatter: opt.FrontmatterOption = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Clean, count and report; write nothing.", rich_help_panel="Output")
    ] = False,
    report: opt.ReportOption = None,
    store: opt.StoreOption = None,
    originals: opt.OriginalsOption = True,
    steering: Steering,
    body: BodyParts,
    input_format: opt.InputFormatOption = InputFormat.AUTO,
    language: opt.LanguageOption = None,
    fields: JsonFields,
    rerun: Rerun,
    jobs: opt.JobsOption = 0,
    fail_on: opt.FailOnOption = opt.FailOn.ANY,
    messages: Messages,
) -> int:
    from cleaner.app.batch import run_batch
    from cleaner.app.batch_plan import Plan, policy_of
    from cleaner.app.batch_worker import Setup

    reporter = messages.reporter()
    options = opt.options_of(
        steering.settings(body),
        form=(input_format, form, frontmatter),
        known=(None, None, language),
        fields=astuple(fields),
    )
    setup = Setup(options, None if dry_run else out, store, originals, report is not None)
    policy = policy_of(rerun)
    return run_batch(Plan(tuple(paths), setup, policy, jobs, report, rerun.keep_suffix), reporter, fail_on)
