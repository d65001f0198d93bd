"""The fetcher: whole answers, limits at their edges, errors from one table."""

from __future__ import annotations

import gzip
import ssl
import zlib
from dataclasses import replace

import httpcore
import httpx
import idna
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from listeners import PAGE, Listener, Request, chunked, respond, serving

from cleaner.errors import (
    BadUrl,
    CleanerError,
    FetchError,
    FetchTimeout,
    HttpStatus,
    TooLarge,
    TransferBroken,
    UnsupportedMedia,
)
from cleaner.files.inflate import MEMBERS, BodyLimits, Coding, Members, coding
from cleaner.files.media import ContentType, content_type, mode_of
from cleaner.types import Mode
from cleaner.web.address import Guard
from cleaner.web.faults import FAULTS, as_cleaner_error
from cleaner.web.fetch import Fetcher
from cleaner.web.fetched import Fetched, FetchLimits, Hop, NotModified, Validators
from cleaner.web.retry_after import retry_after_seconds
from cleaner.web.transport import GuardedTransport

LIMITS = FetchLimits(total=60.0, connect=30.0, dns=30.0)  # no answer is slower: a busy machine may be


def fetcher(listener: Listener, limits: FetchLimits = LIMITS) -> Fetcher:
    """A fetcher that may reach this listener."""
    return Fetcher(Guard.with_exemptions([listener.authority]), limits)


def get(answer: bytes, limits: FetchLimits = LIMITS) -> Fetched:
    """Fetch from a server that always answers so."""
    with serving(answer) as listener:
        fetched = fetcher(listener, limits).fetch(listener.url())
        assert isinstance(fetched, Fetched)
        return fetched


def test_a_page_comes_back_whole_with_what_was_said_about_it() -> None:
    """Body, label, validators, address and sizes of an ordinary answer."""
    body = gzip.compress(PAGE, mtime=0)
    headers = {"Content-Encoding": "gzip", "ETag": '"v1"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}
    with serving(respond(body, headers={**headers, "Content-Type": 'text/html; Charset="Shift_JIS"'})) as listener:
        fetched = fetcher(listener).fetch(listener.url("/a?b#c"))
    assert isinstance(fetched, Fetched)
    expected = Fetched(
        url=listener.url("/a?b#c"),
        final_url=listener.url("/a?b"),
        status=200,
        mode=Mode.HTML,
        content_type="text/html",
        charset="Shift_JIS",
        body=PAGE,
        etag='"v1"',
        last_modified="Mon, 01 Jan 2024 00:00:00 GMT",
        hops=(),
        address="127.0.0.1",
        fetched_bytes=len(body),
        marked_end=True,
    )
    assert expected == fetched


def test_the_request_is_honest_and_bare() -> None:
    """A name, what is read, no cookies, no credentials, and the connection closed after it."""
    with serving(respond()) as listener:
        replace(fetcher(listener), user_agent="archive/2.0 (+https://archive.example)").fetch(listener.url())
    names = {name for name in listener.requests[0].headers if name != "accept"}
    assert {"host", "user-agent", "accept-encoding", "connection"} == names
    assert "archive/2.0 (+https://archive.example)" == listener.requests[0].headers["user-agent"]
    assert "gzip" == listener.requests[0].headers["accept-encoding"]


def test_an_unchanged_page_is_not_modified() -> None:
    """The validators of the last fetch are sent, and a 304 is an outcome of its own."""

    def answer(request: Request) -> None:
        known = request.headers.get("if-none-match") == '"v1"'
        request.send(
            respond(b"", status="304 Not Modified", headers={"ETag": '"v1"'})
            if known
            else respond(headers={"ETag": '"v1"'})
        )

    with serving(answer) as listener:
        first = fetcher(listener).fetch(listener.url())
        assert isinstance(first, Fetched)
        second = fetcher(listener).fetch(listener.url(), first.validators)
    assert NotModified(listener.url(), listener.url(), '"v1"', None, ()) == second


def test_validators_go_only_to_the_url_that_gave_them() -> None:
    """Another page, or the page before a redirect, is not told what was seen elsewhere; broken ones are dropped."""

    def answer(request: Request) -> None:
        moved = request.path == "/old"
        request.send(respond(b"", status="302 Found", headers={"Location": "/new"}) if moved else respond())

    with serving(answer) as listener:
        fetcher(listener).fetch(listener.url("/old"), Validators(listener.url("/new"), '"v1"'))
        fetcher(listener).fetch(listener.url("/new"), Validators(listener.url("/new"), "a\r\nX-Evil: 1"))
    assert [False, True, False] == ["if-none-match" in request.headers for request in listener.requests]


def test_a_304_nobody_asked_for_is_an_error() -> None:
    """Without validators there is nothing that could stand unchanged."""
    with pytest.raises(HttpStatus) as caught:
        get(respond(b"", status="304 Not Modified"))
    assert 304 == caught.value.facts["status"]


def test_redirects_are_recorded() -> None:
    """Each hop keeps its URL, status and where it led."""

    def answer(request: Request) -> None:
        moved = {"/1": "/2", "/2": "3"}.get(request.path)
        request.send(respond(b"", status="301 Moved", headers={"Location": moved}) if moved else respond())

    with serving(answer) as listener:
        fetched = fetcher(listener).fetch(listener.url("/1"))
    expected = (
        Hop(listener.url("/1"), 301, listener.url("/2")),
        Hop(listener.url("/2"), 301, listener.url("/3")),
    )
    assert expected == fetched.hops
    assert listener.url("/3") == fetched.final_url


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE, mtime=0)),
        ("identity, gzip", gzip.compress(PAGE, mtime=0)),
        ("gzip", gzip.compress(PAGE[:50], mtime=0) + gzip.compress(PAGE[50:], mtime=0)),
        ("gzip", gzip.compress(PAGE, mtime=0) + b"\0\0\r\n"),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)),
        ("", PAGE),
        ("identity", PAGE),
    ],
)
def test_codings_that_are_read(encoding: str, body: bytes) -> None:
    """Gzip of any number of members and deflate of both kinds give the page, in one piece and byte by byte."""
    assert PAGE == get(respond(body, headers={"Content-Encoding": encoding})).body
    kind = coding(encoding)
    if kind is not Coding.IDENTITY:
        members, out = Members(kind), b""
        for byte in body:
            pending = bytes([byte])
            while pending:
                data, pending = members.decode(pending, 10)
                out += data
        assert PAGE == out
        assert members.complete


@pytest.mark.parametrize("encoding", ["br", "zstd", "exi", "gzip, gzip", "deflate, gzip", "gzip, br"])
def test_codings_that_are_refused(encoding: str) -> None:
    """Stacked codings, and codings that were not asked for, are refused before a byte is decoded."""
    with pytest.raises(UnsupportedMedia):
        get(respond(b"\x1b\xff", headers={"Content-Encoding": encoding}))


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(PAGE, mtime=0)[:-9], "gzip"),
        (gzip.compress(PAGE, mtime=0)[:-1], "gzip"),
        (gzip.compress(PAGE, mtime=0)[:5], "gzip"),
        (gzip.compress(PAGE, mtime=0)[:-8] + b"\xff" * 8, "gzip"),
        (gzip.compress(PAGE, mtime=0) + gzip.compress(PAGE, mtime=0)[:-3], "gzip"),
        (gzip.compress(PAGE, mtime=0) + b"junk", "gzip"),
        (zlib.compress(PAGE)[:-2], "deflate"),
        (zlib.compress(PAGE) + b"junk", "deflate"),
        (PAGE, "gzip"),
    ],
)
def test_broken_compression_is_an_error(body: bytes, encoding: str) -> None:
    """Cut streams, wrong checksums and bytes after the end are never a page."""
    with pytest.raises(TransferBroken):
        get(respond(body, headers={"Content-Encoding": encoding}))


def test_an_empty_body_may_be_labelled_compressed() -> None:
    """No bytes at all are an empty page under any label."""
    assert b"" == get(respond(b"", headers={"Content-Encoding": "gzip"})).body


@pytest.mark.parametrize("framing", ["length", "chunked", "close", "gzip"])
def test_the_body_limit_is_exact(framing: str) -> None:
    """A body of the limit's size passes and one byte more is too large, however it is framed."""
    limits = replace(LIMITS, body=BodyLimits(wire=5_000, decoded=5_000))

    def answer(size: int) -> bytes:
        body = PAGE.ljust(size, b"x")
        if framing == "gzip":
            return respond(gzip.compress(body), headers={"Content-Encoding": "gzip"})
        if framing == "chunked":
            return respond(chunked(body, 1_000), length=-1, headers={"Transfer-Encoding": "chunked"})
        return respond(body, length=-1 if framing == "close" else None)

    assert 4_999 == len(get(answer(4_999), limits).body)
    assert 5_000 == len(get(answer(5_000), limits).body)
    with pytest.raises(TooLarge) as caught:
        get(answer(5_001), limits)
    assert 5_000 == caught.value.facts["limit"]


def test_the_ratio_counts_past_its_floor() -> None:
    """A small page may compress as well as it likes; a large one at most 100-fold."""
    headers = {"Content-Encoding": "gzip"}
    assert 1_000_000 == len(get(respond(gzip.compress(PAGE.ljust(1_000_000)), headers=headers)).body)
    with pytest.raises(TooLarge):
        get(respond(gzip.compress(PAGE.ljust(1_100_000)), headers=headers))


def test_members_are_counted() -> None:
    """A gzip stream of more empty members than the limit is too large."""
    with pytest.raises(TooLarge):
        get(respond(gzip.compress(b"") * (MEMBERS + 1), headers={"Content-Encoding": "gzip"}))


@pytest.mark.parametrize(("size", "passes"), [(65_535, True), (65_536, True), (65_537, False)])
def test_the_header_limit_is_exact(size: int, passes: bool) -> None:
    """A header block of 64 KiB passes, one byte more is too large."""
    bare = len(respond(b"", headers={"X-Fill": ""}))
    answer = respond(b"", headers={"X-Fill": "a" * (size - bare)})
    assert size == len(answer)
    if passes:
        assert b"" == get(answer).body
    else:
        with pytest.raises(TooLarge):
            get(answer)


@pytest.mark.parametrize(
    "answer",
    [
        respond(length=len(PAGE) + 1),
        respond(length=len(PAGE) - 1),
        respond(length=10),
        respond(headers={"Transfer-Encoding": "chunked"}, length=-1),
        respond(chunked(PAGE)[:-5], headers={"Transfer-Encoding": "chunked"}, length=-1),
        respond(status="206 Partial Content"),
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"not http at all\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
        b"HTTP/1.1 200 OK\r\nBad Header: x\r\n\r\n",
    ],
)
def test_broken_transfers_are_errors(answer: bytes) -> None:
    """Wrong lengths, cut chunks, parts that were not asked for and things that are not HTTP are never a page."""
    with pytest.raises(TransferBroken):
        get(answer)


def test_a_body_ended_by_closing_says_so() -> None:
    """Without length or chunks a cut cannot be seen, and the result tells."""
    assert not get(respond(length=-1)).marked_end
    assert get(respond()).marked_end


def test_informational_answers_are_skipped() -> None:
    """Early hints before the answer do not count as the answer, nor as its body."""
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 3
    assert PAGE == get(hints + respond()).body


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503, 999])
def test_error_statuses_are_kept(status: int) -> None:
    """The status and the seconds to wait stand in the error's facts."""
    with pytest.raises(HttpStatus) as caught:
        get(respond(status=f"{status} X", headers={"Retry-After": "7"}))
    assert (status, 7.0) == (caught.value.facts["status"], caught.value.facts["retry_after"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("120", 120.0),
        ("0", 0.0),
        ("99999999", 86_400.0),
        ("-1", None),
        ("soon", None),
        ("Mon, 01 Jan 2024 00:01:00 GMT", 60.0),
        ("Sun, 31 Dec 2023 00:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, expected: float | None) -> None:
    """Both forms give seconds from 0 to a day; anything else gives none."""
    assert expected == retry_after_seconds(value, "Mon, 01 Jan 2024 00:00:00 GMT")


@pytest.mark.parametrize(
    ("label", "body", "mode"),
    [
        ("text/html", PAGE, Mode.HTML),
        ("text/plain", b"Just a line of text < than a page.", Mode.TEXT),
        ("text/plain; charset=x", PAGE, Mode.HTML),
        ("text/plain", b"\xef\xbb\xbf \n<!-- note --><HTML lang=en>x", Mode.HTML),
        ("", PAGE, Mode.HTML),
        ("", b"Some words.", Mode.TEXT),
        ("nonsense", b"Some words.", Mode.TEXT),
        ("text/markdown", b"# Title", Mode.TEXT),
        ("text/xml", b'<?xml version="1.0"?><!DOCTYPE html><html>', Mode.HTML),
        ("application/xhtml+xml", b"<html xmlns='http://www.w3.org/1999/xhtml'>", Mode.HTML),
        ("text/html", "Ein Satz.".encode("utf-16"), Mode.HTML),
        ("text/plain", "Ein Satz ohne Marke.".encode("utf-16-le"), Mode.TEXT),
        ("text/plain", "ISO-2022-JP: \u65e5\u672c\u8a9e".encode("iso2022_jp"), Mode.TEXT),
        ("text/plain", b"RIFF is a word; ID3 too; BZh and OTTO.", Mode.TEXT),
        ("text/plain", b"", Mode.TEXT),
    ],
)
def test_texts_and_pages_are_told_apart(label: str, body: bytes, mode: Mode) -> None:
    """The label and the first bytes together say how to read a body."""
    assert mode is mode_of(content_type(label), body)


@pytest.mark.parametrize(
    ("label", "body"),
    [
        *((label, PAGE) for label in ("application/pdf", "image/png", "application/zip", "application/octet-stream")),
        *((label, PAGE) for label in ("application/json", "text/css", "text/javascript", "video/mp4")),
        ("text/xml", b'<?xml version="1.0"?><rss version="2.0"></rss>'),
        *(("text/html", head + b" more") for head in (b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"GIF89a/*")),
        *(("text/html", head + b" more") for head in (b"\x7fELF", b"\x1f\x8b\x08\0", b"1234ftypisom", b"RIFF1234WEBP")),
        ("text/plain", bytes(range(256)) * 40),
    ],
)
def test_what_is_neither_is_unsupported(label: str, body: bytes) -> None:
    """A label that says no is believed; a label that says yes is checked against the bytes."""
    with pytest.raises(UnsupportedMedia):
        mode_of(content_type(label), body)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Text/HTML;charset=UTF-8", ContentType("text/html", "UTF-8")),
        ("text/html; x=y; charset='windows-1251'", ContentType("text/html", "windows-1251")),
        ("text/html; charset=", ContentType("text/html", None)),
        ("text/html; charset=\x1b[31m", ContentType("text/html", None)),
        (";charset=utf-8", ContentType("", "utf-8")),
        ("", ContentType("", None)),
    ],
)
def test_content_types_are_read_leniently(header: str, expected: ContentType) -> None:
    """Case, quotes and nonsense do not lose the label that is there, nor make one up."""
    assert expected == content_type(header)


def test_every_foreign_exception_has_its_translation() -> None:
    """If httpx, httpcore or idna gain an exception class, it must be entered in the table."""
    foreign = [
        thing
        for module in (httpx, httpcore, idna, ssl)
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Exception)
    ]
    exact = [thing for thing in foreign if thing.__module__.partition(".")[0] in {"httpx", "httpcore"}]
    assert len(exact) > 40
    assert [] == [thing for thing in exact if thing not in FAULTS]
    assert [] == [thing for thing in foreign if not any(base in FAULTS for base in thing.__mro__)]


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (httpx.ReadTimeout("x"), FetchTimeout),
        (httpcore.RemoteProtocolError("x"), TransferBroken),
        (ssl.SSLCertVerificationError("x"), TransferBroken),
        (ConnectionRefusedError(), FetchError),
        (ConnectionResetError(), TransferBroken),
        (TimeoutError(), FetchTimeout),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "x"), BadUrl),
        (httpx.InvalidURL("x"), BadUrl),
    ],
)
def test_the_nearest_translation_wins(problem: Exception, kind: type[CleanerError]) -> None:
    """An exception becomes what the nearest of its ancestors in the table becomes, with the URL as subject."""
    error = as_cleaner_error(problem, "http://x.example/")
    assert kind is type(error)
    assert "http://x.example/" == error.subject


def test_refused_connections_and_unknown_names_are_fetch_errors() -> None:
    """Nobody listens, or nobody knows the name: the plain code, not a timeout and not a broken transfer."""
    with serving(respond()) as listener:
        gone = fetcher(listener)
    with pytest.raises(FetchError) as caught:
        gone.fetch(listener.url())
    assert FetchError is type(caught.value)


def test_the_transport_serves_other_clients() -> None:
    """A client that posts (a webhook) goes through the same guard, and reads its answer as usual."""
    with serving(respond(b"taken")) as listener:
        transport = GuardedTransport(Guard.with_exemptions([listener.authority]), limits=LIMITS)
        with httpx.Client(transport=transport, trust_env=False) as client:
            assert "taken" == client.post(listener.url("/hook"), content=b"{}").text
            with pytest.raises(CleanerError):
                client.post("http://127.0.0.1:1/", content=b"{}")
    assert 1 == listener.accepts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=100).map(lambda b: b"HTTP/1.1 200 OK\r\n" + b),
        st.binary(max_size=60).map(lambda b: b"HTTP/1.1 302 Found\r\nLocation: " + b.replace(b"\n", b"") + b"\r\n\r\n"),
        st.binary(max_size=60).map(
            lambda b: respond(PAGE, headers={"Content-Type": b.decode("latin-1").replace("\n", "")})
        ),
    )
)
def test_any_answer_is_a_page_or_an_error_of_ours(answer: bytes) -> None:
    """Whatever bytes a server sends, nothing but our own errors comes out."""
    limits = FetchLimits(total=0.5, connect=0.5, dns=0.5)
    problem = None
    try:
        get(answer, limits)
    except CleanerError as error:
        problem = error
    assert problem is None or str(problem).isprintable()
