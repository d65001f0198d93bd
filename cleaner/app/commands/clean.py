"""`cleaner clean`: inputs in, clean bodies out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.app import options as opt
from cleaner.app.terminal import LogFormat, Reporter
from cleaner.files.forms import InputFormat
from cleaner.settings import Comments, Profile

_HELP = """Clean pages and texts; `-` is the standard input.

One input goes to the standard output, several go to --out DIR with their tree kept. JSON lines go through
record by record, all other fields unchanged; a web archive (WARC, WET) gives a line of JSON for each of its pages.
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("clean", help=_HELP)(_clean)


def _clean(
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
    title: opt.TitleOption = None,
    url: opt.UrlOption = None,
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
    jobs: opt.JobsOption = 1,
    fail_on: opt.FailOnOption = opt.FailOn.ANY,
    quiet: opt.QuietOption = False,
    verbose: opt.VerboseOption = False,
    log_format: opt.LogFormatOption = LogFormat.TEXT,
) -> int:
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
        known=(title, url, language),
        fields=(text_field, title_field, url_field, language_field, id_field),
    )
    if out is not None and not (explain or diff):
        from cleaner.app.batch import Plan, policy_of, run_batch
        from cleaner.app.batch_worker import Setup

        setup = Setup(options, None if dry_run else out, store, originals, report is not None)
        policy = policy_of(resume=resume, overwrite=overwrite, skip_existing=skip_existing)
        return run_batch(Plan(tuple(paths), setup, policy, jobs, report, keep_suffix), reporter, fail_on)
    from cleaner.app.single import Show, clean_to_stdout

    show = Show(explain, diff, not (diff or dry_run), report, store, originals, jobs or opt.cpus())
    return clean_to_stdout(paths, options, show, reporter, fail_on)
