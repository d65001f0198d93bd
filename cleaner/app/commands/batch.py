"""`cleaner batch`: a directory in, a directory out, over several processes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.app import options as opt
from cleaner.app.terminal import LogFormat, Reporter
from cleaner.files.forms import InputFormat
from cleaner.settings import Comments, Profile

_HELP = """Clean whole directories over several processes.

The tree is kept, files appear whole or not at all, and DIR/manifest.jsonl says what became of each input. A
file that hangs, crashes or needs too much memory fails alone. After Ctrl-C or a crash, run it again with
--resume.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch", help=_HELP)(_batch)


def _batch(
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
    profile: opt.ProfileOption = Profile.BALANCED,
    disable: opt.DisableOption = None,
    packs: opt.PacksOption = None,
    title_in_body: opt.TitleInBodyOption = False,
    captions: opt.CaptionsOption = False,
    tables: opt.TablesOption = True,
    images: opt.ImagesOption = True,
    links: opt.LinksOption = True,
    comments: opt.CommentsOption = Comments.DROP,
    input_format: opt.InputFormatOption = InputFormat.AUTO,
    language: opt.LanguageOption = None,
    text_field: opt.TextField = "text",
    title_field: opt.TitleField = "title",
    url_field: opt.UrlField = "url",
    language_field: opt.LanguageField = "language",
    id_field: opt.IdField = "id",
    resume: opt.ResumeOption = False,
    overwrite: opt.OverwriteOption = False,
    skip_existing: opt.SkipOption = False,
    keep_suffix: opt.KeepSuffixOption = False,
    jobs: opt.JobsOption = 0,
    fail_on: opt.FailOnOption = opt.FailOn.ANY,
    quiet: opt.QuietOption = False,
    verbose: opt.VerboseOption = False,
    log_format: opt.LogFormatOption = LogFormat.TEXT,
) -> int:
    from cleaner.app.batch import Plan, policy_of, run_batch
    from cleaner.app.batch_worker import Setup

    reporter = Reporter(quiet=quiet, verbose=verbose, log_format=log_format)
    body = {
        "title_in_body": title_in_body,
        "captions": captions,
        "tables": tables,
        "images": images,
        "links": links,
        "comments": comments,
    }
    options = opt.options_of(
        opt.settings_of(profile, disable, packs, body),
        form=(input_format, form, frontmatter),
        known=(None, None, language),
        fields=(text_field, title_field, url_field, language_field, id_field),
    )
    setup = Setup(options, None if dry_run else out, store, originals, report is not None)
    policy = policy_of(resume=resume, overwrite=overwrite, skip_existing=skip_existing)
    return run_batch(Plan(tuple(paths), setup, policy, jobs, report, keep_suffix), reporter, fail_on)
