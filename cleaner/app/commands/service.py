"""`cleaner serve`, `cleaner api`, `cleaner worker`: the service and its parts."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.app.terminal import say_plainly

if TYPE_CHECKING:
    from cleaner.service.settings import Config

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", metavar="DIR", help="Where the store lives (CLEANER_DATA_DIR).")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("serve", help="Run the whole service: API, workers, and a queue server if none is given.")(_serve)
    app.command("api", help="Run the API alone.")(_api)
    app.command("worker", help="Run workers and the sweeper alone.")(_worker)
    app.command("settings", help="List the settings: what each stands at, its default, and what it means.")(_settings)


def _serve(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on (CLEANER_HOST).")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port, 0 for any free one (CLEANER_PORT).")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Cleaning workers (CLEANER_WORKERS).")] = None,
    fetchers: Annotated[int | None, typer.Option("--fetchers", min=0, help="Fetching workers.")] = None,
    data_dir: DataDir = None,
) -> None:
    config = config_of(host=host, port=port, data_dir=data_dir)
    _supervise(
        config,
        api=True,
        workers=config.workers if workers is None else workers,
        fetchers=config.fetchers if fetchers is None else fetchers,
    )


def _api(
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on (CLEANER_HOST).")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port, 0 for any free one (CLEANER_PORT).")] = None,
    data_dir: DataDir = None,
) -> None:
    _supervise(config_of(host=host, port=port, data_dir=data_dir), api=True, workers=0, fetchers=0)


def _worker(
    workers: Annotated[int | None, typer.Option("--workers", min=0, help="Cleaning workers (CLEANER_WORKERS).")] = None,
    fetchers: Annotated[int | None, typer.Option("--fetchers", min=0, help="Fetching workers.")] = None,
    data_dir: DataDir = None,
) -> None:
    config = config_of(data_dir=data_dir)
    _supervise(
        config,
        api=False,
        workers=config.workers if workers is None else workers,
        fetchers=config.fetchers if fetchers is None else fetchers,
    )


def _settings() -> None:
    from cleaner.app.terminal import emit
    from cleaner.service.settings import VARIABLES, load, values

    now, default = values(load(os.environ)), values(load({}))
    lines = []
    for name, meaning in VARIABLES.items():
        changed = f" (default: {default[name] or 'none'})" if now[name] != default[name] else ""
        lines.append(f"{name}={now[name]}{changed}\n    {meaning}\n")
    emit("".join(lines))


def config_of(host: str | None = None, port: int | None = None, data_dir: Path | None = None) -> Config:
    """The settings, with what the command line says put into the environment, where the children find it too."""
    from cleaner.service.settings import load

    said = {"CLEANER_HOST": host, "CLEANER_PORT": port, "CLEANER_DATA_DIR": data_dir and data_dir.absolute()}
    os.environ.update({name: str(value) for name, value in said.items() if value is not None})
    return load(os.environ)


def _supervise(config: Config, *, api: bool, workers: int, fetchers: int) -> None:
    from cleaner.app.supervisor import Supervisor
    from cleaner.errors import CleanerError, ConfigError
    from cleaner.service.context import open_config_store, this_packs
    from cleaner.service.logs import configure

    if not api and not workers and not fetchers:
        raise ConfigError("no worker and no fetcher: nothing would be done", subject="--workers")
    os.umask(0o077)  # what the service writes is its owner's, whoever started it
    configure(config.log_format)
    this_packs()  # a pack or a store that cannot be used is refused before anything is started
    open_config_store(config).close()
    supervisor = Supervisor(config, api=api, workers=workers, fetchers=fetchers)
    if api:
        supervisor.on_listening = _greet
    try:
        code = supervisor.run()
    finally:
        with suppress(CleanerError), open_config_store(config) as store:
            store.fold()  # so that a copy of the one file is whole
    raise typer.Exit(code)


def _greet(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    say_plainly(f"cleaner listens on http://{shown}:{port}/ (Ctrl-C ends it)")
