"""A real headless Chromium for the tests of the web page, and what a page did that it should not have."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT = 90_000  # milliseconds; the machine may be busy


def browser_program() -> str | None:
    """The system's browser, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def open_browser() -> Iterator[Any]:
    """A running browser; the test skips where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright's Python package is not installed")
    program = browser_program()
    if program is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Tab:
    """One page in a context of its own; `complaints` are errors of scripts and what the policy refused.

    A browser also complains of an answer that is an error, at some time after a test has seen it: what a test expects
    of that kind stands in `expected`, a part of the words of each, such as a status.
    """

    def __init__(self, browser: Any, url: str, **options: Any) -> None:
        self.context = browser.new_context(base_url=url, **options)
        self.context.set_default_timeout(WAIT)
        self.context.set_default_navigation_timeout(WAIT)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def close(self) -> None:
        """End it."""
        self.context.close()

    def unexpected(self) -> list[str]:
        """The complaints that no test expects."""
        return [one for one in self.complaints if not any(words in one for words in self.expected)]

    def give(self, text: str) -> None:
        """Paste an input and wait for what was made of it."""
        self.page.goto("/")
        self.page.locator("#input").fill(text)
        self.page.get_by_role("button", name="Clean it").click()
        self.page.wait_for_url("**/documents/*")
