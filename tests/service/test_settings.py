"""The environment read once, with complaints that name what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import ConfigError
from cleaner.service.setting_checks import is_loopback
from cleaner.service.settings import VARIABLES, load, values

HOME = Path("/home/somebody")
KEY = "me:" + "k" * 32


def test_defaults_are_for_one_machine() -> None:
    """Loopback only, no keys, an embedded server, a store below the home directory."""
    config = load({}, home=HOME)
    assert (config.host, config.api_keys, config.redis_url, config.rate_limit) == ("127.0.0.1", (), "", 0)
    assert config.store_url == "sqlite:////home/somebody/.local/share/cleaner/clean.db"


@pytest.mark.parametrize(
    ("environment", "subject"),
    [
        ({"CLEANER_PORT": "many"}, "CLEANER_PORT"),
        ({"CLEANER_PORT": "70000"}, "CLEANER_PORT"),
        ({"CLEANER_WORKERS": "0"}, "CLEANER_WORKERS"),
        ({"CLEANER_WORKRES": "2"}, "CLEANER_WORKRES"),
        ({"CLEANER_HOST": "0.0.0.0"}, "CLEANER_API_KEYS"),
        ({"CLEANER_API_KEYS": "short"}, "CLEANER_API_KEYS"),
        ({"CLEANER_API_KEYS": "me:short"}, "CLEANER_API_KEYS"),
        ({"CLEANER_REDIS_URL": "http://localhost"}, "CLEANER_REDIS_URL"),
        ({"CLEANER_REDIS_URL": "redis://elsewhere:6379"}, "CLEANER_REDIS_URL"),
        ({"CLEANER_WEBHOOK_SECRETS": "secret"}, "CLEANER_WEBHOOK_SECRETS"),
        ({"CLEANER_WEBHOOK_SECRETS": "c2VjcmV0" * 4}, "CLEANER_WEBHOOK_SECRETS"),
        ({"CLEANER_WEBHOOK_SECRETS": "whsec_"}, "CLEANER_WEBHOOK_SECRETS"),
        ({"CLEANER_WEBHOOK_SECRETS": "whsec_no base64, whatever its length"}, "CLEANER_WEBHOOK_SECRETS"),
        ({"CLEANER_WEBHOOK_SECRETS": "whsec_" + "é" * 40}, "CLEANER_WEBHOOK_SECRETS"),
        ({"CLEANER_WEBHOOK_SECRETS": "whsec_c2VjcmV0"}, "CLEANER_WEBHOOK_SECRETS"),
        ({"CLEANER_FETCH_ALLOW": "10.0.0.0/99"}, "10.0.0.0/99"),
        ({"CLEANER_LOG_FORMAT": "xml"}, "CLEANER_LOG_FORMAT"),
        ({"CLEANER_SWEEP_SECONDS": "nan"}, "CLEANER_SWEEP_SECONDS"),
        ({"CLEANER_SWEEP_SECONDS": "inf"}, "CLEANER_SWEEP_SECONDS"),
        ({"CLEANER_STORE_URL": "nonsense"}, "CLEANER_STORE_URL"),
        ({"CLEANER_STORE_URL": "postgresql:/u:secret@h/db"}, "CLEANER_STORE_URL"),
        ({"CLEANER_STORE_URL": "mysql://h/db"}, "CLEANER_STORE_URL"),
        ({"CLEANER_MAX_BATCH_BYTES": "5000"}, "CLEANER_MAX_BATCH_BYTES"),
        ({"CLEANER_CHUNK": "50", "CLEANER_QUEUE_LIMIT": "10"}, "CLEANER_CHUNK"),
        ({"CLEANER_API_KEYS": f"{KEY},{KEY}"}, "CLEANER_API_KEYS"),
        ({"CLEANER_PACKS": "/no/such/folder"}, "CLEANER_PACKS"),
    ],
)
def test_a_wrong_value_is_named(environment: dict[str, str], subject: str) -> None:
    """The error's subject is the variable, or its part."""
    with pytest.raises(ConfigError) as caught:
        load(environment, home=HOME)
    assert caught.value.subject == subject
    assert ":secret@" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CHUNK", "501", "501 is out of range: at least 1 and at most 500"),
        ("PAGE_MEMORY", "5", "5 is out of range: at least 268435456"),
        ("SWEEP_SECONDS", "nan", "nan is out of range: at least 0.1 and at most 3600"),
        ("WORKERS", "2.5", "'2.5' is not a number"),
        ("LOG_FORMAT", "xml", "'xml' is none of json, console"),
        ("TRACES", "yes", "'yes' is none of 0, 1"),
        ("API_KEYS", "me:short", "wants name:key with a key of at least 16 characters"),
    ],
)
def test_what_would_do_is_said_in_one_line(name: str, value: str, words: str) -> None:
    """The bound, the choices or the form, and none of the words of the library that checks."""
    with pytest.raises(ConfigError) as caught:
        load({f"CLEANER_{name}": value}, home=HOME)
    assert str(caught.value) == f"CLEANER_{name}: {words}"


def test_a_setting_is_read_from_its_variable() -> None:
    """Empty is the default, spaces around a value and around parts do not count, 1 and 0 are yes and no."""
    config = load(
        {"CLEANER_WORKERS": " 5 ", "CLEANER_FETCHERS": "", "CLEANER_ALLOWED_HOSTS": "a, b,", "CLEANER_ROBOTS": "0"},
        home=HOME,
    )
    assert (config.workers, config.fetchers, config.allowed_hosts, config.robots) == (5, 2, ("a", "b"), False)
    limits = load({"CLEANER_PAGE_CPU": "1.5", "CLEANER_PAGE_WALL": "3", "CLEANER_CHUNK": "10"}, home=HOME)
    assert (limits.page.cpu_seconds, limits.page.wall_seconds, limits.job_timeout) == (1.5, 3.0, 90)


def test_beyond_loopback_keys_and_a_rate_limit_are_on() -> None:
    """A key is held as a digest only; nothing prints it or a webhook secret."""
    secret = "whsec_" + "c2VjcmV0" * 4
    config = load({"CLEANER_HOST": "0.0.0.0", "CLEANER_API_KEYS": KEY, "CLEANER_WEBHOOK_SECRETS": secret}, home=HOME)
    assert (config.api_keys[0].name, config.rate_limit) == ("me", 600)
    assert "k" * 32 not in repr(config)
    assert secret not in repr(config)


def test_an_external_server_with_a_password_is_taken() -> None:
    """And one on loopback or a socket without."""
    for url in ("redis://:pw@elsewhere:6379/0", "redis://localhost:6379", "unix:///run/valkey.sock"):
        assert load({"CLEANER_REDIS_URL": url}, home=HOME).redis_url == url


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("[::1]", True), ("localhost", True), ("", False), ("0.0.0.0", False)],
)
def test_loopback_is_told(host: str, expected: bool) -> None:
    """By address, not by hope."""
    assert expected == is_loopback(host)


def test_every_variable_has_a_meaning() -> None:
    """What is read is documented, and what is documented is accepted."""
    assert all(name.startswith("CLEANER_") and meaning for name, meaning in VARIABLES.items())


def test_every_value_can_be_shown_without_its_secrets() -> None:
    """Each variable once; keys, secrets and passwords are masked, names and hosts are not."""
    environment = {
        "CLEANER_API_KEYS": KEY,
        "CLEANER_STORE_URL": "postgresql://cleaner:hidden1@db/cleaner",
        "CLEANER_REDIS_URL": "redis://:hidden2@queue:6379/0",
        "CLEANER_WEBHOOK_SECRETS": "whsec_" + "aGlkZGVu" * 4,
    }
    shown = values(load(environment, home=HOME))
    assert set(shown) == set(VARIABLES)
    assert shown["CLEANER_STORE_URL"] == "postgresql://cleaner:***@db/cleaner"
    assert shown["CLEANER_REDIS_URL"] == "redis://:***@queue:6379/0"
    assert shown["CLEANER_API_KEYS"] == "me:***"
    assert not any(word in repr(shown) for word in ("hidden1", "hidden2", "aGlkZGVu", "k" * 32))


def test_a_slip_is_told_with_the_name_that_was_meant() -> None:
    """CLEANER_WORKRES is no setting."""
    with pytest.raises(ConfigError, match="did you mean CLEANER_WORKERS"):
        load({"CLEANER_WORKRES": "2"}, home=HOME)
