"""One running service and one browser for every test of the page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browsing import Tab, open_browser
from listeners import Listener, Request, respond
from service_process import RunningService

PAGE = (
    b"<!doctype html><html lang=en><title>The quay</title><body><nav><a href=/a>Home</a> <a href=/b>News</a></nav>"
    b"<article><h1>The quay</h1><p>The old quay was closed on Monday after divers had found cracks in three of its "
    b"piers, the harbour office said.</p><p>Repairs will take until the spring, and the ferry will leave from the "
    b"northern pier until then.</p></article><footer><p>Copyright 2024 The Harbour Times. All rights reserved.</p>"
    b"</footer></body></html>"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless browser for the session."""
    with open_browser() as running:
        yield running


@pytest.fixture(scope="session")
def site() -> Iterator[Listener]:
    """A site of one page; everything else is missing."""

    def answer(request: Request) -> None:
        if request.path == "/quay":
            request.send(respond(PAGE))
        else:
            request.send(respond(b"no", status="404 Not Found"))

    listener = Listener(answer)
    yield listener
    listener.close()


@pytest.fixture(scope="session")
def slow_site() -> Iterator[Listener]:
    """A site that does not answer before the tests are over."""
    over = threading.Event()

    def answer(_: Request) -> None:
        over.wait(120)

    listener = Listener(answer)
    yield listener
    over.set()
    listener.close()


@pytest.fixture(scope="session")
def service(browser: Any, site: Listener, slow_site: Listener) -> Iterator[RunningService]:
    """A whole service. The browser comes first: without one nothing needs to be started."""
    allowed = f"{site.authority},{slow_site.authority}"
    environment = {"CLEANER_FETCH_ALLOW": allowed, "CLEANER_HOST_DELAY": "0", "CLEANER_MAX_BYTES": "4000000"}
    with RunningService(environment, fetchers=1, pool=1) as running:
        yield running


@pytest.fixture
def open_tab(browser: Any, service: RunningService) -> Iterator[Callable[..., Tab]]:
    """Opens tabs; at the end none of them may have complained."""
    tabs: list[Tab] = []

    def opening(**options: Any) -> Tab:
        tabs.append(Tab(browser, options.pop("url", service.url), **options))
        return tabs[-1]

    yield opening
    for tab in tabs:
        tab.close()
    assert [one for tab in tabs for one in tab.unexpected()] == []


@pytest.fixture
def tab(open_tab: Callable[..., Tab]) -> Tab:
    """One tab, as wide as a laptop."""
    return open_tab(viewport={"width": 1280, "height": 800})
