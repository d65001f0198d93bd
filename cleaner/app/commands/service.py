"""`cleaner serve`, `cleaner api`, `cleaner worker`: the service and its parts."""

from __future__ import annotations

import os
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
    app.command("settings", help="List the environment variables that the service reads.")(_settings)


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
    from cleaner.service.settings import VARIABLES

    width = max(map(len, VARIABLES))
    emit("".join(f"{name:<{width}}  {meaning}\n" for name, meaning in VARIABLES.items()))


def config_of(host: str | None = None, port: int | None = None, data_dir: Path | None = None) -> Config:
    """The settings, with what the command line says put into the environment, where the children find it too."""
    from cleaner.service.settings import load

    said = {"CLEANER_HOST": host, "CLEANER_PORT": port, "CLEANER_DATA_DIR": data_dir and data_dir.absolute()}
    os.environ.update({name: str(value) for name, value in said.items() if value is not None})
    return load(os.environ)


def _supervise(config: Config, *, api: bool, workers: int, fetchers: int) -> None:
    from cleaner.app.supervisor import Supervisor
    from cleaner.service.context import open_config_store
    from cleaner.service.logs import configure

    configure(config.log_format)
    open_config_store(config).close()  # a store that cannot be used is refused before anything is started
    supervisor = Supervisor(config, api=api, workers=workers, fetchers=fetchers)
    if api:
        supervisor.on_listening = _greet
    raise typer.Exit(supervisor.run())


def _greet(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    say_plainly(f"cleaner listens on http://{shown}:{port}/ (Ctrl-C ends it)")
