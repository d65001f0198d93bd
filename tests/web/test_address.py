"""The pure judges: addresses by table, URLs by one strict reading."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import BadUrl, BlockedAddress, ConfigError
from cleaner.web.address import V4_REFUSED, V6_REFUSED, Guard, embedded_ipv4, refusal
from cleaner.web.target import MAX_URL, Target, judge_redirect, judge_url, printable

PUBLIC = ["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"]
PUBLIC += ["128.0.0.1", "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255"]
PUBLIC += ["172.32.0.0", "191.255.255.255", "192.0.1.0", "192.88.98.255", "192.167.255.255", "192.169.0.0"]
PUBLIC += ["198.17.255.255", "198.20.0.0", "223.255.255.255"]
PUBLIC += ["2000::1", "2001:200::1", "2606:4700::6810:85e5", "2a00:1450:4001::200e", "2620:4f:8001::1", "3ffd::1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    """Ordinary addresses pass, up to the very edge of each refused range."""
    assert refusal(ip_address(address)) is None


@pytest.mark.parametrize(("network", "why"), [*V4_REFUSED, *V6_REFUSED], ids=str)
def test_both_ends_of_every_special_range_are_refused(network: object, why: str) -> None:
    """The first and the last address of each range in the tables are refused."""
    assert refusal(network[0]) is not None, why  # type: ignore[index]  # a network of either version
    assert refusal(network[-1]) is not None, why  # type: ignore[index]  # likewise


@pytest.mark.parametrize(
    ("address", "carried"),
    [
        ("::127.0.0.1", "127.0.0.1"),
        ("::ffff:169.254.169.254", "169.254.169.254"),
        ("::ffff:0:127.0.0.1", "127.0.0.1"),
        ("64:ff9b::a9fe:a9fe", "169.254.169.254"),
        ("64:ff9b:1::a00:1", "10.0.0.1"),
        ("2002:7f00:1::", "127.0.0.1"),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", "127.0.0.1"),
        ("2606:4700::5efe:10.0.0.1", "10.0.0.1"),
        ("2606:4700::200:5efe:10.0.0.1", "10.0.0.1"),
    ],
)
def test_carried_ipv4_addresses_are_found_and_named(address: str, carried: str) -> None:
    """Each scheme's address is refused, and the reason names the IPv4 address inside."""
    found = ip_address(address)
    assert str(embedded_ipv4(found)) == carried  # type: ignore[arg-type]  # all of them are version 6
    assert carried in str(refusal(found))


@given(st.integers(0, 2**128 - 1).filter(lambda value: value >> 125 != 1))
def test_nothing_outside_global_unicast_passes(value: int) -> None:
    """Whatever is not in 2000::/3 is refused, named range or not."""
    assert refusal(IPv6Address(value)) is not None


@pytest.mark.parametrize(
    ("entry", "host", "port", "address", "passes"),
    [
        ("127.0.0.1:8123", "127.0.0.1", 8123, "127.0.0.1", True),
        ("127.0.0.1:8123", "name.example", 8123, "127.0.0.1", True),
        ("127.0.0.1:8123", "127.0.0.1", 80, "127.0.0.1", False),
        ("127.0.0.1:8123", "127.0.0.2", 8123, "127.0.0.2", False),
        ("10.1.0.0/16", "wiki.example", 80, "10.1.2.3", True),
        ("10.1.0.0/16", "wiki.example", 6379, "10.1.2.3", False),
        ("10.1.0.0/16", "wiki.example", 80, "10.2.0.1", False),
        ("[::1]:9000", "::1", 9000, "::1", True),
        ("Wiki.Example:8000", "wiki.example", 8000, "10.2.0.1", True),
        ("wiki.example", "other.example", 80, "10.2.0.1", False),
        ("10.0.0.1", "x.example", 80, "::ffff:10.0.0.1", False),
    ],
)
def test_exemptions_cover_what_they_name_and_no_more(
    entry: str, host: str, port: int, address: str, passes: bool
) -> None:
    """An allow-list entry opens its host or network on its port, or on the web's ports if it names none."""
    guard = Guard.with_exemptions([entry])
    if passes:
        guard.judge(host, port, [ip_address(address)])
        assert guard.admits(host, port)
    else:
        with pytest.raises(BlockedAddress):
            guard.judge(host, port, [ip_address(address)])


@pytest.mark.parametrize("entry", ["", "a b", "1.2.3.4/99", "host:0", "host:70000", "[::1", "a/b"])
def test_exemptions_that_cannot_be_read_are_refused(entry: str) -> None:
    """A mistyped entry is a configuration error with the entry as its subject, never an open door."""
    with pytest.raises(ConfigError) as caught:
        Guard.with_exemptions([entry])
    assert caught.value.subject == entry


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.COM", "https://example.com/"),
        ("http://example.com.:80/a#part", "http://example.com/a"),
        ("https://example.com:8443/a?b=c", "https://example.com:8443/a?b=c"),
        ("http://münchen.example/straße?ä=ö", "http://xn--mnchen-3ya.example/stra%C3%9Fe?%C3%A4=%C3%B6"),
        ("http://my_site.example/a%20b", "http://my_site.example/a%20b"),
        ("http://[2606:4700::6810:85e5]:8080/", "http://[2606:4700::6810:85e5]:8080/"),
        ("http://8.8.8.8", "http://8.8.8.8/"),
        ("http://example.com?q", "http://example.com/?q"),
    ],
)
def test_urls_are_put_together_again(url: str, expected: str) -> None:
    """What is requested is built from the judged parts: ASCII host, no default port, no fragment."""
    assert expected == str(judge_url(url, Guard()))


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f.1", "2130706433", "127。0。0。1", "0", "localhost.", "0177.0.0.1", "①②⑦.⓪.⓪.①", "a.0x7f"]
)
def test_odd_spellings_of_addresses_are_blocked(host: str) -> None:
    """Whatever ends in a number and is no plain dotted quad is blocked before any lookup."""
    with pytest.raises(BlockedAddress):
        judge_url(f"http://{host}/", Guard())


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://x.example/", "file:///etc/passwd", "gopher://x.example/", "data:text/html,x", "javascript:alert(1)"),
        *("//x.example/", "x.example", "", "http://", "http:///a", "http://[::1", "http://[x]/", "http://[::1]:80:80/"),
        *("http://u:p@x.example/", "http://x.example@y.example/", "http://x.example\\@y.example/"),
        *("http://x.example:22/", "http://x.example:99999/", "http://x.example:٣/", "http://x.example:-1/"),
        *("http://x.example/\r\nHost: y", "http://x.example/\0", "http://x.example/a b", " http://x.example/"),
        *("http://xn--/", "http://xn--.example/", "http://x..y/", "http://./", "http://-x.example/", "http://*.x/"),
        *("http://x.example/\ud800", f"http://{'a' * 64}.example/", f"http://x.example/{'a' * 70_000}"),
    ],
)
def test_what_is_no_fetchable_url_is_a_bad_url(url: str) -> None:
    """Schemes, userinfo, ports, control characters, broken names and lengths end in one typed error on one line."""
    with pytest.raises(BadUrl) as caught:
        judge_url(url, Guard())
    assert str(caught.value).isprintable()


def test_the_length_limit_is_exact() -> None:
    """A URL of the limit's length passes, one more character does not."""
    start = "http://x.example/"
    judge_url(start + "a" * (MAX_URL - len(start)), Guard())
    with pytest.raises(BadUrl):
        judge_url(start + "a" * (MAX_URL - len(start) + 1), Guard())


@given(
    st.one_of(st.text(), st.text().map(lambda t: f"http://{t}"), st.from_regex(r"https?://[^ ]{0,30}:?[0-9]{0,6}/.*"))
)
def test_any_text_is_a_target_or_one_of_two_errors(url: str) -> None:
    """No text makes the judge fail in another way, and a target judged again is the same."""
    try:
        target = judge_url(url, Guard())
    except (BadUrl, BlockedAddress):
        return
    assert target == judge_url(str(target), Guard())
    assert str(target).isascii()
    assert str(target).isprintable()


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (b"/b", "https://x.example/b"),
        (b"c d", "https://x.example/a/c%20d"),
        (b"?q=\xe4", "https://x.example/a/?q=%C3%A4"),
        (b"//y.example/z", "https://y.example/z"),
        (b"http://y.example:8080/", "http://y.example:8080/"),
    ],
)
def test_redirects_are_resolved_against_their_page(location: bytes, expected: str) -> None:
    """Relative, scheme-less and non-ASCII locations lead where a browser would go."""
    assert expected == str(judge_redirect(Target("https", "x.example", 443, "/a/"), location, Guard()))


def test_messages_show_urls_on_one_line() -> None:
    """Line breaks, escapes and surrogates in a URL cannot forge log lines."""
    assert r"a\nb\x1b[31m\ud800" == printable("a\nb\x1b[31m\ud800")
