"""The rows of operations, O1 to O7, as far as they are not tested where their code is."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from servers import ValkeyServer

from cleaner.app.api.access import OPEN_PATHS
from cleaner.app.api.metrics import COUNTERS
from cleaner.errors import Code, ConfigError
from cleaner.service.broker import check
from cleaner.service.settings import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org", ""])
def test_o01_without_a_key_only_loopback(host: str) -> None:
    """The default is 127.0.0.1; any other address without keys is refused with the two ways out."""
    assert load({}).loopback
    with pytest.raises(ConfigError, match="without keys; set CLEANER_API_KEYS"):
        load({"CLEANER_HOST": host} if host else {"CLEANER_HOST": "0"})
    assert not load({"CLEANER_HOST": "0.0.0.0", "CLEANER_API_KEYS": "me:" + "k" * 16}).loopback


def test_o01_nothing_is_open_but_health_and_the_description() -> None:
    """With keys set, what answers without one are health, version, the OpenAPI document and where a key is shown."""
    assert {"/login", "/livez", "/readyz", "/version", "/docs", "/openapi.json"} == OPEN_PATHS
    source = "".join(path.read_text("utf-8") for path in (ROOT / "cleaner" / "app").glob("**/*.py"))
    assert "debug=True" not in source
    assert "docs_url=None" in source
    assert "rq_dashboard" not in source


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CLEANER_REDIS_URL": "redis://queue.example:6379/0"}, "needs a password"),
        ({"CLEANER_REDIS_URL": "http://queue.example/"}, "none of redis://"),
        ({"CLEANER_QUEUE_LIMIT": "0"}, "QUEUE_LIMIT"),
        ({"CLEANER_MAX_BYTES": "no"}, "MAX_BYTES"),
        ({"CLEANER_PAGE_MEMORY": "1"}, "PAGE_MEMORY"),
        ({"CLEANER_API_KEYS": "short:key"}, "at least 16 characters"),
        ({"CLEANER_SOMETHING": "x"}, "SOMETHING"),
    ],
)
def test_o02_settings_that_are_not_safe_are_refused(environment: dict[str, str], words: str) -> None:
    """A server on the network without a password, a limit of nothing, an unknown setting: refused with the reason."""
    with pytest.raises(ConfigError, match=words) as refused:
        load(environment)
    assert Code.BAD_CONFIG is refused.value.code


def test_o02_a_server_that_may_drop_work_is_refused() -> None:
    """Any policy but noeviction; a server of another's own, so that nobody else's is changed."""
    server = ValkeyServer().start()
    try:
        with server.client() as client:
            check(client)
            client.config_set("maxmemory-policy", "allkeys-lru")
            with pytest.raises(ConfigError, match="maxmemory-policy is allkeys-lru"):
                check(client)
    finally:
        server.close()


def test_o02_a_store_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    """`cleaner serve` ends with code 5 and one line before anything is started."""
    (tmp_path / "file").write_text("in the way")
    place = str(tmp_path / "file" / "x")
    command = [sys.executable, "-m", "cleaner.app.cli", "serve", "--port", "0", "--data-dir", place]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT)
    assert 5 == ended.returncode, ended.stderr
    assert "Traceback" not in ended.stderr
    assert 1 == len(ended.stderr.strip().splitlines())


def test_o05_labels_of_the_figures_are_small_sets() -> None:
    """What is counted by class, code, rule, signal and outcome; nothing a visitor can choose is a label."""
    assert {"status", "code", "rule", "signal", "outcome"} == {label for _, _, label in COUNTERS.values()}


FLOORS = {"starlette": (1, 3, 1), "python-multipart": (0, 0, 27)}


def test_o06_dependencies_are_bounded_and_fresh_enough() -> None:
    """Every dependency has a floor; what is installed is over the floors that past holes set."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["service"]]
    assert [] == [one for one in wanted if not re.search(r">=\d|^cleaner\[", one)]
    for name, floor in FLOORS.items():
        installed = tuple(int(part) for part in metadata.version(name).split(".")[:3])
        assert installed >= floor, name


def test_o06_packages_that_others_want_are_not_ours() -> None:
    """Nothing of ours imports lxml_html_clean (jusText's, through trafilatura) or a brotli decoder."""
    foreign = re.compile(r"^\s*(?:import|from)\s+(?:lxml_html_clean|brotli\w*)\b", re.MULTILINE)
    for path in (*(ROOT / "cleaner").glob("**/*.py"), *(ROOT / "workers").glob("**/*.py")):
        assert not foreign.search(path.read_text("utf-8")), path


def test_o06_the_image_is_not_root_and_not_writable() -> None:
    """The image runs as a user of its own; the compose file gives it no capability and a root that is read only."""
    image = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER (?!0|root)", image, re.MULTILINE)
    parts = (ROOT / "compose.yaml").read_text()
    for words in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "noeviction", "--requirepass"):
        assert words in parts
