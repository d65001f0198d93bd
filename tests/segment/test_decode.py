"""Bytes become the text their author saw, whatever they are labelled."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.segment.charsets import by_label
from cleaner.segment.decode import Media, decode, sniff, tidy

RUSSIAN = "Жители посёлка просят починить мост до зимы, потому что объезд занимает целый час. "
JAPANESE = "住民は冬の前に橋を直してほしいと願っている。迂回路は一時間もかかるからだ。"
KOREAN = "주민들은 겨울이 오기 전에 다리를 고쳐 주기를 바란다. 돌아가는 길은 한 시간이 걸린다."
CHINESE = "居民希望在冬天之前修好这座桥，因为绕路需要整整一个小时。"
POLISH = "Mieszkańcy proszą, żeby most naprawiono przed zimą, ponieważ objazd zajmuje godzinę."


def page(text: str, meta: str = "") -> str:
    """A page with `text` as its one paragraph."""
    return f"<html><head>{meta}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-u"),  # which holds it
        (RUSSIAN, "cp866", "ibm866"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (KOREAN, "euc_kr", "euc-kr"),
        (CHINESE, "gbk", "gb18030"),  # which holds it
        (POLISH, "cp1250", "windows-1250"),
        (POLISH, "iso-8859-2", "iso-8859-2"),
    ],
)
def test_unlabelled_bytes_are_read_in_their_encoding(text: str, codec: str, name: str) -> None:
    """Detection works on pages and on bare texts, and says what it chose."""
    for source in (text, page(text * 3)):
        got, encoding, _ = decode(source.encode(codec))
        assert source == got
        assert (name, "detected", 0) == (encoding.name, encoding.source, encoding.replaced)


def test_a_mark_wins_over_header_and_meta() -> None:
    """A byte order mark is the strongest label, and repeated marks are dropped."""
    source = page(RUSSIAN, '<meta charset="windows-1251">')
    for mark, codec in ((b"\xef\xbb\xbf" * 3, "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xff\xfe\0\0", "utf-32-le")):
        text, encoding, warnings = decode(mark + source.encode(codec), declared="koi8-r")
        assert (source, "bom", ()) == (text, encoding.source, warnings)


def test_the_header_wins_over_meta() -> None:
    """The transport's charset comes before the page's."""
    source = page(RUSSIAN, '<meta charset="koi8-r">')
    text, encoding, _ = decode(source.encode("cp1251"), declared="windows-1251")
    assert (source, "header") == (text, encoding.source)


def test_meta_is_found_behind_a_long_head() -> None:
    """Comments in front of <meta> are stepped over, even beyond the standard's window."""
    source = page(RUSSIAN, "<!-- <meta charset=koi8-r> -->" * 200 + '<meta charset="windows-1251">')
    text, encoding, _ = decode(source.encode("cp1251"))
    assert (source, "meta") == (text, encoding.source)


@pytest.mark.parametrize("label", ["zlib_codec", "idna", "unicode_escape", "rot13", "utf-7", "utf_7", "undefined", "x"])
def test_labels_outside_the_standard_are_ignored(label: str) -> None:
    """Python's own codecs and UTF-7 cannot be reached from a page or a header."""
    source = page("plain +ADw-script+AD4- words", f'<meta charset="{label}">')
    text, encoding, _ = decode(source.encode(), declared=label)
    assert (None, source, "utf-8") == (by_label(label), text, encoding.name)


def test_a_page_that_claims_utf16_in_ascii_is_utf8() -> None:
    """The standard reads a meta of UTF-16 as UTF-8, because it could be read at all."""
    source = page("words", '<meta charset="utf-16">')
    assert (source, "utf-8") == (decode(source.encode())[0], decode(source.encode())[1].name)


def test_a_wrong_utf8_label_gives_way_to_detection() -> None:
    """windows-1251 under a UTF-8 label is no mojibake, and the contradiction is told."""
    source = page(RUSSIAN * 2, '<meta charset="utf-8">')
    text, encoding, warnings = decode(source.encode("cp1251"))
    assert (source, "windows-1251", 1) == (text, encoding.name, len(warnings))


def test_utf8_under_a_legacy_label_is_utf8() -> None:
    """Bytes that are valid UTF-8 over many characters are UTF-8 whatever the label."""
    source = page(RUSSIAN)
    text, encoding, warnings = decode(source.encode(), declared="iso-8859-1")
    assert (source, "utf-8", 1) == (text, encoding.name, len(warnings))
    assert "Ã©" == decode("é".encode(), declared="latin1")[0]


def test_a_page_of_two_encodings_is_read_piece_by_piece() -> None:
    """Mostly UTF-8 with parts in windows-1251: both parts come out."""
    data = page(RUSSIAN * 4).encode() + b"<p>" + RUSSIAN.encode("cp1251") + b"</p>"
    text, encoding, _ = decode(data)
    assert (5, "utf-8") == (text.count("посёлка"), encoding.name)


def test_input_cut_inside_a_character_loses_that_character_only() -> None:
    """A truncated UTF-8 page stays UTF-8."""
    data = page(RUSSIAN).encode()[:-16] + "я".encode()[:1]
    text, encoding, _ = decode(data)
    assert ("utf-8", 1, "\ufffd") == (encoding.name, encoding.replaced, text[-1])


def test_surrogates_written_as_utf8_become_characters() -> None:
    """CESU-8 pairs join; a lone half becomes U+FFFD."""
    data = page("@@ words").encode().replace(b"@@", b"\xed\xa0\xbd\xed\xb8\x80 \xed\xb0\x80")
    assert "\U0001f600 \ufffd" in decode(data)[0]


def test_utf16_without_a_mark_is_seen_by_its_zeros() -> None:
    """Every second byte NUL is UTF-16, in either order."""
    source = page("words and words")
    for codec in ("utf-16-le", "utf-16-be"):
        assert source == decode(source.encode(codec))[0]


@given(st.text(max_size=300))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    """What is valid UTF-8 and names no other encoding is not touched."""
    data = text.encode()
    if not re.search(r"[\0\x1b]|charset|encoding", text, re.IGNORECASE) and not text.startswith("\ufeff"):
        assert text == decode(data)[0]


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gbk", "shift_jis", "windows-1252", "utf-16", "?"]))
def test_any_bytes_decode(data: bytes, declared: str | None) -> None:
    """No input raises, and the result can be encoded once it is tidied."""
    text, encoding, _ = decode(data, declared=declared)
    assert 0.0 <= encoding.confidence <= 1.0
    tidy(text)[0].encode("utf-8")


def test_tidy_leaves_joiners_and_emoji() -> None:
    """ZWNJ, ZWJ, variation selectors and flags carry meaning."""
    for text in (
        "می\u200cخواهم",
        "👩\u200d👩\u200d👧",
        "❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
        "a\u00adb",
    ):
        assert (text, False) == (tidy(text)[0], bool(tidy(text)[1]))


def test_tidy_counts_what_it_takes_out() -> None:
    """Controls, direction overrides and halves of surrogates are removed and counted."""
    text, counts = tidy("a\x00b\x1b[2J\u202eevil\u202c\ud800 c\x93d\x94")
    assert "ab[2Jevil\ufffd c“d”" == text
    assert (2, 2, 1, 0) == (counts.controls, counts.bidi, counts.surrogates, counts.marks)


def test_tidy_knows_every_line_end() -> None:
    """CRLF, CR and the separators of Unicode become one line feed."""
    assert "a\nb\nc\nd\ne\nf" == tidy("a\r\nb\rc\u2028d\u2029e\x85f")[0]


def test_marks_beyond_thirty_are_dropped() -> None:
    """The budget is exact: 30 stay, the 31st goes."""
    for count, dropped in ((29, 0), (30, 0), (31, 1), (1000, 970)):
        text, counts = tidy("xq" + "\u0323" * count + "z")
        assert (dropped, min(count, 30) + 3) == (counts.marks, len(text))


@given(st.text(alphabet=st.characters(), max_size=200))
def test_tidy_gives_valid_normal_text(text: str) -> None:
    """The result is NFC, free of controls and halves, and does not change again."""
    clean, _ = tidy(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u2028\u2029]", clean)
    assert clean == tidy(clean)[0]


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"", Media.TEXT),
        (b"Plain words.\nMore of them.", Media.TEXT),
        (b"  <!doctype html><p>x", Media.HTML),
        (b"<!-- only a comment -->", Media.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', Media.HTML),
        (b'<?xml version="1.0"?><rss version="2.0"><channel>', Media.FEED),
        (b"One line.<br>Another one.<br/>A third.", Media.HTML),
        (b"# Title\n\nUse `<div>` and `</div>` for blocks.\n\n```html\n<p>x</p>\n<p>y</p>\n```\n", Media.TEXT),
        (b"if a < b and b > c: 3 <4", Media.TEXT),
        (b"[Music] The band played on.", Media.TEXT),
        (b'{"a": [1, 2]}', Media.JSON),
        (b'{"a": 1}\n{"a": 2}\n', Media.JSON),
        (b"%PDF-1.7\n", Media.PDF),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", Media.WARC),
        (b"PK\x03\x04\x14\x00", Media.ARCHIVE),
        (b"\x89PNG\r\n\x1a\n\0\0", Media.IMAGE),
        (b"GIF89a/*<html><p>x</p>", Media.IMAGE),
        (bytes(range(256)) * 16, Media.BINARY),
        (b"\0" * 5_000, Media.BINARY),
        ("\ufeff<html>".encode("utf-16-le"), Media.HTML),
        ("words and words ".encode("utf-16-be"), Media.TEXT),
        (RUSSIAN.encode("koi8-r"), Media.TEXT),
        (JAPANESE.encode("iso2022_jp"), Media.TEXT),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b", Media.MAIL),
    ],
)
def test_what_an_input_is(data: bytes, media: Media) -> None:
    """Pages, texts and everything else are told apart, as bytes and as text."""
    assert media == sniff(data)
    if data.isascii() and b"\x1b" not in data and media is not Media.IMAGE:
        assert media in {sniff(data.decode()), Media.ARCHIVE, Media.BINARY}


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_anything_can_be_sniffed(data: bytes | str) -> None:
    """Sniffing never raises."""
    assert isinstance(sniff(data), Media)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Der Jäger grüßt die schöne Müllerin.".encode() + b" \xfc", "Der Jäger grüßt die schöne Müllerin. \ufffd"),
        ("Жители просят начать работы до зимы.".encode() + b" \xff", "Жители просят начать работы до зимы. \ufffd"),
        ("日本語の文はここで終わります。".encode() + b"\x80 x", "日本語の文はここで終わります。\ufffd x"),
    ],
)
def test_one_stray_byte_does_not_change_the_encoding_of_a_line(data: bytes, text: str) -> None:
    """The byte is replaced and told; the line around it stays UTF-8."""
    read, encoding, warnings = decode(data)
    assert read == text
    assert (encoding.name, encoding.replaced) == ("utf-8", 1)
    assert warnings[-1] == "1 characters are not utf-8"


@pytest.mark.parametrize("name", ["gbk", "shift_jis", "euc-jp"])
def test_a_line_of_another_encoding_that_holds_one_pair_of_utf8_is_not_read_as_utf8(name: str) -> None:
    """Two bytes that fit by chance do not outweigh the many that do not."""
    data = "今日は天気がいいので公園へ行きます。".encode(name) + "é".encode()
    assert decode(data)[1].name != "utf-8"
