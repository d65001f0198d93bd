"""robots.txt: what is obeyed, what counts as a no, what is kept."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import pytest
import redis
from listeners import Handler, Listener, Request, respond, serving, silent

from cleaner.errors import BlockedAddress, FetchError, QueueError, RobotsDenied
from cleaner.web.address import Guard
from cleaner.web.fetch import Fetcher
from cleaner.web.fetched import FetchLimits
from cleaner.web.robots import MAX_BYTES, Record, RedisRobotsCache, Robots, Standing, ours


@dataclass
class Shelf:
    """A cache that shows what it was given."""

    records: dict[str, tuple[bytes, int]] = field(default_factory=dict)

    def get(self, origin: str) -> bytes | None:
        return self.records[origin][0] if origin in self.records else None

    def put(self, origin: str, record: bytes, seconds: int) -> None:
        self.records[origin] = (record, seconds)


def robots(listener: Listener, shelf: Shelf | None = None, seconds: float = 60.0) -> Robots:
    """Robots of this listener, with a cache of its own unless one is given."""
    limits = FetchLimits(total=seconds, connect=seconds, dns=seconds)
    return Robots(Fetcher(Guard.with_exemptions([listener.authority]), limits), shelf or Shelf())


def allows(text: str | bytes, path: str = "/a/page") -> bool:
    """Whether a host with this robots.txt lets us have a path."""
    body = text if isinstance(text, bytes) else text.encode()
    with serving(respond(body, headers={"Content-Type": "text/plain"})) as listener:
        try:
            robots(listener).require(listener.url(path))
        except RobotsDenied as denied:
            if denied.facts["temporary"]:
                raise
            return False
        return True


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("<html>no robots file here</html>", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: cleaner\nAllow: /", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: Cleaner\nDisallow: /a", False),
        ("User-agent: other\nUser-agent: cleaner\nDisallow: /a", False),
        ("User-agent: cleaner\nUser-agent: other\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/page", True),
        ("User-agent: *\nDisallow: /*/page$", False),
        ("User-agent: *\nDisallow: /*/pag$", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a # all of it\r\n", False),
        ("User-agent: cleaner pro\nDisallow: /a", True),
        ("User-agent : CLEANER\nDisallow: /a", False),
        ("user agent *\ndisallow: /a", False),
    ],
)
def test_rules_are_obeyed(text: str, allowed: bool) -> None:
    """Our own group counts before everyone's, the longest rule wins, wildcards and anchors work."""
    assert allowed == allows(text)


def test_only_the_first_500_kb_are_read() -> None:
    """A rule within the limit counts, one behind it does not, and a rule cut by it is no rule."""
    start = "User-agent: *\n"
    rule = "Disallow: /a\n"
    fill = MAX_BYTES - len(start) - len(rule)
    assert not allows(start + "#" * (fill - 1) + "\n" + rule)
    assert allows(start + "#" * MAX_BYTES + "\n" + rule)
    cut_after = len("Disallow: /")
    assert allows(start + "#" * (MAX_BYTES - len(start) - 1 - cut_after) + "\n" + "Disallow: /zebra\n")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_client_errors_mean_no_rules(status: int) -> None:
    """Where robots.txt is refused or missing everything may be fetched."""
    with serving(respond(b"User-agent: *\nDisallow: /", status=f"{status} X")) as listener:
        assert robots(listener).require(listener.url("/a")) is None


@pytest.mark.parametrize("answer", [respond(status="500 X"), respond(status="503 X"), respond(status="429 X"), silent])
def test_a_host_that_cannot_answer_now_is_left_alone(answer: bytes | Handler) -> None:
    """Server errors, 429 and silence are a no for ten minutes, remembered without asking again."""
    shelf = Shelf()
    with serving(answer) as listener:
        for _ in range(2):
            with pytest.raises(RobotsDenied) as caught:
                robots(listener, shelf, 1.0).require(listener.url("/a"))
            assert (True, 600.0) == (caught.value.facts["temporary"], caught.value.facts["retry_after"])
    assert 1 == listener.accepts
    assert [600] == [seconds for _, seconds in shelf.records.values()]


def test_one_file_serves_an_origin_for_a_day() -> None:
    """The second page of a host asks the cache, not the host."""
    shelf = Shelf()
    with serving(respond(b"User-agent: *\nDisallow: /private")) as listener:
        robots(listener, shelf).require(listener.url("/a"))
        robots(listener, shelf).require(listener.url("/b"))
        with pytest.raises(RobotsDenied):
            robots(listener, shelf).require(listener.url("/private/c"))
    assert ["/robots.txt"] == listener.paths()
    assert {listener.url("")} == set(shelf.records)
    assert [86_400] == [seconds for _, seconds in shelf.records.values()]


def test_the_crawl_delay_is_handed_on() -> None:
    """Seconds between fetches, cut to a minute."""
    for text, expected in (("Crawl-delay: 2.5", 2.5), ("Crawl-delay: 9999", 60.0), ("Crawl-delay: x", None)):
        with serving(respond(f"User-agent: *\n{text}\nDisallow: /x".encode())) as listener:
            assert expected == robots(listener).require(listener.url("/a"))


def test_redirects_of_the_file_are_followed_through_the_guard() -> None:
    """Up to five redirects lead to the rules; one into a private network is blocked."""

    def answer(request: Request) -> None:
        number = int(request.path[2:] or 0) if request.path.startswith("/r") and request.path[2:].isdigit() else 0
        if number < 5:
            request.send(respond(b"", status="302 Found", headers={"Location": f"/r{number + 1}"}))
        else:
            request.send(respond(b"User-agent: *\nDisallow: /a"))

    with serving(answer) as listener, pytest.raises(RobotsDenied):
        robots(listener).require(listener.url("/a"))
    private = respond(b"", status="302 Found", headers={"Location": "http://10.0.0.1/robots.txt"})
    with serving(private) as listener, pytest.raises(BlockedAddress):
        robots(listener).require(listener.url("/a"))


def test_a_dead_host_gives_its_own_error() -> None:
    """Where nobody listens the page's error says more than a robots refusal, and nothing is cached."""
    shelf = Shelf()
    with serving(respond()) as listener:
        asked = robots(listener, shelf)
    with pytest.raises(FetchError) as caught:
        asked.require(listener.url("/a"))
    assert FetchError is type(caught.value)
    assert {} == shelf.records


def test_hostile_files_cost_little() -> None:
    """Ten thousand robots over twenty thousand rules, and rules full of wildcards, are read in a second."""
    many = "".join(f"User-agent: r{i}\n" for i in range(10_000)) + "User-agent: *\n" + "Disallow: /x\n" * 20_000
    stars = "User-agent: *\n" + f"Disallow: /{'*a' * 200}*b$\n" * 900
    started = time.process_time()
    assert allows(many[:MAX_BYTES])
    assert allows(stars[:MAX_BYTES], "/" + "a" * 4_000)
    assert time.process_time() - started < 2.0


def test_only_our_groups_are_kept() -> None:
    """What is cached holds everyone's rules and ours, no comments and no other robot's."""
    text = "Sitemap: /s\nUser-agent: a\nUser-agent: *\nDisallow: /1 # why\n\nUser-agent: b\nDisallow: /2\n"
    assert "User-agent: *\nDisallow: /1" == ours(text, "cleaner")


def test_a_record_of_bytes_that_are_no_text_comes_back_whole() -> None:
    """Each such byte is three in the record; one longer than any that is written is none."""
    record = Record(Standing.RULES, "\ufffd" * MAX_BYTES)
    assert Record.from_bytes(record.to_bytes()) == record
    assert Record.from_bytes(Record(Standing.RULES, "\ufffd" * (MAX_BYTES + 100)).to_bytes()) is None


@pytest.mark.parametrize("data", [b"", b"damage", Record(Standing.RULES, "x").to_bytes()[:-4]])
def test_damaged_records_are_fetched_anew(data: bytes) -> None:
    """A cache entry that cannot be read counts as none."""
    assert Record.from_bytes(data) in {None, Record(Standing.RULES, "x")}


def test_the_redis_cache_keeps_for_its_time(connection: redis.Redis) -> None:
    """Records wait under their origin and end by themselves."""
    cache = RedisRobotsCache(connection)
    assert cache.get("https://x.example") is None
    record = Record(Standing.RULES, "User-agent: *").to_bytes()
    cache.put("https://x.example", record, 100)
    assert record == cache.get("https://x.example")
    assert 0 < connection.ttl("cleaner:robots:https://x.example") <= 100


def test_a_missing_cache_server_is_a_queue_error() -> None:
    """Without Redis there is one clear error, since politeness cannot be kept either."""
    with redis.Redis(unix_socket_path="/nowhere/s", retry=None) as connection, pytest.raises(QueueError):
        RedisRobotsCache(connection).get("https://x.example")
