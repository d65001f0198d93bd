"""Groups of options as values: a command takes the group, its help lists the group's options."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, is_dataclass
from functools import wraps
from inspect import Parameter
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from cleaner.app import options as opt
from cleaner.app.terminal import LogFormat, Reporter
from cleaner.settings import Comments, Profile, Settings

if TYPE_CHECKING:
    from cleaner.rules.packs import Pack

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Steering:
    """How readily text is cut, and of what kinds."""

    profile: opt.ProfileOption = Profile.BALANCED
    disable: opt.DisableOption = None
    packs: opt.PacksOption = None

    def settings(self, body: JudgedParts) -> Settings:
        """The settings that this and what counts as body say. Raises `BadPack` with file and line."""
        loaded: tuple[Pack, ...] = ()
        if self.packs is not None:
            from cleaner.rules.packs import load_folder  # noqa: PLC0415 - loads what reads packs

            loaded = load_folder(self.packs)
        disabled = frozenset(self.disable or ())
        return Settings(profile=self.profile, disabled=disabled, packs=loaded, **asdict(body))


@dataclass(frozen=True, slots=True)
class JudgedParts:
    """What counts as body and decides which lines go, by the names of the settings."""

    title_in_body: opt.TitleInBodyOption = False
    captions: opt.CaptionsOption = False
    tables: opt.TablesOption = True
    comments: opt.CommentsOption = Comments.DROP


@dataclass(frozen=True, slots=True)
class BodyParts(JudgedParts):
    """What counts as body: that, and what is shown of lines that stay."""

    images: opt.ImagesOption = True
    links: opt.LinksOption = True


@dataclass(frozen=True, slots=True)
class JsonFields:
    """The fields of a line of JSON."""

    text_field: opt.TextField = "text"
    title_field: opt.TitleField = "title"
    url_field: opt.UrlField = "url"
    language_field: opt.LanguageField = "language"
    id_field: opt.IdField = "id"


@dataclass(frozen=True, slots=True)
class Rerun:
    """What becomes of the outputs of an earlier run, and what outputs are called."""

    resume: opt.ResumeOption = False
    overwrite: opt.OverwriteOption = False
    skip_existing: opt.SkipOption = False
    keep_suffix: opt.KeepSuffixOption = False


@dataclass(frozen=True, slots=True)
class Messages:
    """What is said while a command runs."""

    quiet: opt.QuietOption = False
    verbose: opt.VerboseOption = False
    log_format: opt.LogFormatOption = LogFormat.TEXT

    def reporter(self) -> Reporter:
        """What says it."""
        return Reporter(quiet=self.quiet, verbose=self.verbose, log_format=self.log_format)


def with_groups(command: Callable[..., Result]) -> Callable[..., Result]:
    """The command as typer reads it: in place of each parameter that is a group the group's fields."""
    signature = inspect.signature(command, eval_str=True)
    groups: dict[str, Any] = {
        name: one.annotation for name, one in signature.parameters.items() if is_dataclass(one.annotation)
    }

    @wraps(command)
    def call(**given: Any) -> Result:
        made = {name: group(**{f.name: given.pop(f.name) for f in fields(group)}) for name, group in groups.items()}
        return command(**given, **made)

    flat = [option for one in signature.parameters.values() for option in _options_of(one)]
    call.__signature__ = signature.replace(parameters=flat)  # type: ignore[attr-defined]  # what inspect looks for
    call.__annotations__ = {option.name: option.annotation for option in flat}
    return call


def _options_of(parameter: Parameter) -> Iterator[Parameter]:
    """The fields of a group as parameters, or the parameter itself."""
    group = parameter.annotation
    if not is_dataclass(group):
        yield parameter.replace(kind=Parameter.KEYWORD_ONLY)
        return
    hints = get_type_hints(group, include_extras=True)
    for one in fields(group):
        yield Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=hints[one.name])
