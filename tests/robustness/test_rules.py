"""The rules' acceptance rows, R1 to R6: no input and no rule file makes a rule stall, and data stays data."""

from __future__ import annotations

import ast
import dataclasses
import gc
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cleaner import Settings, clean_html, clean_text, pipeline
from cleaner.errors import BadPack
from cleaner.page.page import Page
from cleaner.rules.packs import Act, Neighbours, Phrase, Position, Rest, Shape, load_folder, parse_pack, shipped_packs
from cleaner.rules.registry import Finding, Rule, rules_for
from cleaner.types import Mode
from cleaner.voters.catalogue import all_rules

ROOT = Path(__file__).resolve().parents[2]
PROSE = (
    "The council met on Tuesday evening to discuss the plan for the old harbour, and many of those who live in the "
    "streets behind it came to hear what would become of the place.\n\n"
)
OTHER = (
    "Nobody could say on Friday what had been decided about the ferry, or whether it would sail again before the "
    "spring, and so the two captains went home and waited there for a letter that never came to them.\n\n"
)
ENTRY = """language = "en"

[[phrase]]
id = "xx-read-more"
category = "related"
patterns = ["read more about"]
shape = "starts-line"
reason = "leads elsewhere"
added = 2026-11-22
fires = ["Read more about boats"]
silent = ["He read more about boats"]
"""


def pack(regex: str) -> bytes:
    """A user's pack whose one phrase has this regex."""
    return (ENTRY + f"regex = '''{regex}'''\n").encode()


@pytest.mark.parametrize(
    "regex",
    [
        "(a+)+$",
        "(a*)*b",
        "(?:a|a)+$",
        ".*.*x",
        r"\s*a\s*b\s*$",
        "(.{0,9999}){9999}x",
        ".{0,9999}.{0,9999}.{0,9999}x",
        "a" * 10_000,
        "|".join(f"word{i}" for i in range(1_000)),
        "(a)(?=(b+)+c)",
    ],
)
def test_r01_a_costly_pattern_is_refused_when_loaded(regex: str) -> None:
    """Nested or several repeats, huge bounds, very long patterns: the pack does not load, and says which line."""
    with pytest.raises(BadPack, match=r"pack\.toml:\d+: .*regex"):
        parse_pack(pack(regex), "pack.toml")


@pytest.mark.parametrize("regex", [r"\s?[:•|-]", r"(?s).*?\b(?:boats|ships)\b", r"\s?[^.!?]{1,40}$", "a?b?[^.]{0,80}c"])
@pytest.mark.parametrize("bait", ["a ", "a", "b:", "\n"])
def test_r01_what_loads_is_quick_on_five_megabytes(regex: str, bait: str) -> None:
    """A pattern that loads looks at 5 MB behind its phrase in under a second (ten, for a busy machine)."""
    (phrase,) = parse_pack(pack(regex), "pack.toml").phrases
    start = time.process_time()
    re.compile(phrase.regex).match(bait * (5_000_000 // len(bait)))
    assert time.process_time() - start < 10


SMALL, LARGE = 15_000, 60_000  # characters
DOUBLING = 2.5  # a doubling of the input may take this many times as long
LOOKS = 8
FLOOR = 0.1  # CPU seconds; what is quicker is quick enough on any machine


def repeated(unit: str, size: int) -> str:
    """`unit` again and again, numbered so that no two are equal where it has a place for a number."""
    count = max(1, size // max(1, len(unit)))
    return "".join(unit.replace("{n}", str(n)) for n in range(count)) if "{n}" in unit else unit * count


SHAPES: dict[str, tuple[Mode, Callable[[int], str]]] = {
    "g01 letters and spaces": (Mode.TEXT, lambda n: "a " * (n // 2)),
    "g02 less-than": (Mode.TEXT, lambda n: "<" * n),
    "g03 ampersands": (Mode.HTML, lambda n: "<p>&" + "amp;" * (n // 4)),
    "g04 spaces": (Mode.TEXT, lambda n: "x" + " " * n + "y"),
    "g05 line ends": (Mode.TEXT, lambda n: "x" + "\n" * n + "y"),
    "g14 a URL's dots": (Mode.TEXT, lambda n: "http://" + "a." * (n // 4) + " http://" + "a-" * (n // 4)),
    "g15 an address": (Mode.TEXT, lambda n: "a" * (n // 2) + "@" + "b." * (n // 4)),
    "g16 brackets": (Mode.TEXT, lambda n: "([{\"'" * (n // 5)),
    "one word beside another script": (Mode.TEXT, lambda n: "ρ " + "a" * n),
    "one word of two scripts": (Mode.TEXT, lambda n: "aρ" * (n // 2)),
    "digits": (Mode.TEXT, lambda n: "1" * n),
    "dates": (Mode.TEXT, lambda n: "2020-13-45 1/1/2020 12.12.1999 20201010 " * (n // 40)),
    "bars": (Mode.TEXT, lambda n: " | " * (n // 3)),
    "names": (Mode.TEXT, lambda n: " By Anna Holm " * (n // 14)),
    "phrases in a line": (Mode.TEXT, lambda n: "we use cookies share this article subscribe follow us " * (n // 54)),
    "phrases as lines": (Mode.TEXT, lambda n: "Share this article\nRelated posts\nWe use cookies\n" * (n // 46)),
    "phrases before prose": (Mode.TEXT, lambda n: "Leave a reply\nPosted at 10:30\n" * (n // 30) + PROSE * 3),
    "phrases behind prose": (Mode.TEXT, lambda n: PROSE * 3 + "Leave a reply\nPosted at 10:30\n" * (n // 30)),
    "paragraphs alike": (Mode.TEXT, lambda n: repeated(PROSE.strip() + " Number {n}.\n\n", n)),
    "paragraphs twice": (Mode.TEXT, lambda n: repeated(PROSE, n)),
    "headlines": (Mode.TEXT, lambda n: PROSE * 2 + repeated("Harbour Plan {n} Delayed Again Today\n\n", n)),
    "profiles of members": (Mode.TEXT, lambda n: PROSE * 2 + repeated("Posts: {n}\nJoined: 12.3.2011\nReply\n", n)),
    "headings": (Mode.HTML, lambda n: repeated("<h2>Heading {n}</h2>", n)),
    "links": (Mode.HTML, lambda n: repeated("<p><a href=/{n}>Link {n}</a></p>", n)),
    "items": (Mode.HTML, lambda n: "<ul>" + repeated("<li>Related Harbour {n}", n)),
    "cells": (Mode.HTML, lambda n: "<table>" + repeated("<tr><td>{n}<td>cell {n}", n)),
    "comments": (Mode.HTML, lambda n: repeated("<div class=comment><b>u{n} says:</b><p>nice at 12:30 pm</div>", n)),
    "hidden": (Mode.HTML, lambda n: repeated("<p style='display:none'>word {n}</p>", n)),
}


@dataclasses.dataclass(frozen=True)
class Timed:
    """Rules that note how long they take."""

    spent: dict[str, float]

    def rule(self, one: Rule) -> Rule:
        """The same rule under the clock."""

        def find(page: Page) -> Iterator[Finding]:
            start = time.process_time()
            found = list(one.find(page))
            self.spent[one.code] += time.process_time() - start
            return iter(found)

        return dataclasses.replace(one, find=find)


def spent_on(source: str, mode: Mode, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """CPU seconds of each rule on this input, and of the whole way under `whole`."""
    timed = Timed(defaultdict(float))
    rules = tuple(timed.rule(one) for one in all_rules())
    settings = Settings()
    monkeypatch.setattr(pipeline, "rules_at", lambda stage, of, _: rules_for(rules, settings, of, stage))
    clean = clean_text if mode is Mode.TEXT else clean_html
    # A full collection over all that other tests left would count for whichever rule happens to run.
    gc.disable()
    try:
        start = time.process_time()
        clean(source)
        timed.spent["whole"] = time.process_time() - start
    finally:
        gc.enable()
    return timed.spent


def floor(code: str) -> float:
    """CPU seconds that a rule, or the whole way, may take whatever its growth."""
    return FLOOR if code != "whole" else 10 * FLOOR


def _note(best: dict[str, float], spent: dict[str, float]) -> None:
    for code, took in spent.items():
        best[code] = min(took, best.get(code, took))


def slow(mode: Mode, make: Callable[[int], str], monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[float, float]]:
    """The rules whose time grows faster than the row allows, each with its two times: the best of several looks.

    A busy machine only ever adds to a measured time, so what is truly linear shows it in one of the looks.
    """
    bound = DOUBLING**2  # SMALL doubled twice is LARGE
    small: dict[str, float] = {}
    large: dict[str, float] = {}
    found: dict[str, tuple[float, float]] = {}
    for _ in range(LOOKS):
        _note(large, spent_on(make(LARGE), mode, monkeypatch))
        if not any(took > floor(code) for code, took in large.items()):
            return {}  # quick enough, whatever the small input takes
        _note(small, spent_on(make(SMALL), mode, monkeypatch))
        found = {
            code: (small[code], took)
            for code, took in large.items()
            # A costly voter may be asked about the one input only, and then shows nothing of its growth.
            if code in small and took > bound * small[code] + floor(code)
        }
        if not found:
            break
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_r02_time_grows_as_the_bait_does(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shipped rule takes over 2.5 times as long for twice the bait."""
    mode, make = SHAPES[name]
    assert {} == slow(mode, make, monkeypatch)


@pytest.mark.parametrize("one", all_rules(), ids=lambda rule: rule.code)
def test_r02_time_grows_as_the_rules_own_examples_do(one: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a rule fires on, again and again: neither it nor another rule takes over 2.5 times as long for twice."""
    for example in one.fires[:1]:
        assert {} == slow(example.mode, lambda n, unit=example.source + "\n": repeated(unit, n), monkeypatch)


@pytest.mark.parametrize(
    "line",
    [
        "S\u200bh\u200ca\u200dr\ufeffe\u2060 t\u00adh\u034fis\u180e article",
        "Ѕhаrе thіs аrticle",
        "Ｓｈａｒｅ ｔｈｉｓ ａｒｔｉｃｌｅ",
        "SHARE THIS ARTICLE",
    ],
    ids=["zero-width", "homoglyphs", "full-width", "capitals"],
)
def test_r03_disguised_phrases_are_known(line: str) -> None:
    """A phrase is matched on the folded view; the record of its removal holds what stood there, letter for letter."""
    text = PROSE + line + "\n\n" + OTHER
    result = clean_text(text)
    assert [line] == [text[one.start : one.end] for one in result.removed]
    assert text == result.restore([one.id for one in result.removed], layout="source")


def test_r03_what_stays_is_not_folded() -> None:
    """Full-width letters, joiners and soft hyphens of a kept line come out as they went in."""
    kept = (
        OTHER.replace("ferry", "ｆｅｒｒｙ")
        .replace("captains", "cap\u00adtains")
        .replace("waited", "wai\u200cted")
        .strip()
    )
    assert kept in clean_text(PROSE + kept + "\n").text


HIDDEN = {
    "display none": '<div style="display:none">{}</div>',
    "visibility": '<div style="visibility:hidden">{}</div>',
    "hidden attribute": "<div hidden>{}</div>",
    "aria": '<div aria-hidden="true">{}</div>',
    "off screen": '<div style="position:absolute;left:-9999px">{}</div>',
    "no size": '<span style="font-size:0">{}</span>',
    "same colour": '<p style="color:#fff;background:#fff">{}</p>',
    "opacity": '<p style="opacity:0">{}</p>',
    "clip": '<p style="clip:rect(0,0,0,0);position:absolute">{}</p>',
    "no height": '<div style="height:0;overflow:hidden">{}</div>',
    "indent": '<p style="text-indent:-9999px">{}</p>',
    "class": '<style>.qz{{display:none}}</style><p class="qz">{}</p>',
}
SPAM = "Nobody certain is this until winter storms two roofs damaged the evening met. Dropspam pills for the harbour"
SENTENCES = [
    PROSE.strip(),
    OTHER.strip(),
    *(
        f"In the {nth} year of the works the {who} had to be paid twice, for the first money was lost on its way."
        for nth, who in zip(
            ("first", "second", "third", "fourth"), ("masons", "divers", "painters", "smiths"), strict=True
        )
    ),
]
ARTICLE = "".join(f"<p>{one}</p>" for one in SENTENCES)


UNFOLDABLE = {"display none", "visibility", "hidden attribute", "aria", "no height"}  # scripts and styles unfold these


@pytest.mark.parametrize("way", HIDDEN)
def test_r04_hidden_text_is_dropped_or_flagged(way: str) -> None:
    """Text that a reader does not see is out of the body with its reason; what a script may unfold, or flagged."""
    page = f"<main><article><h1>Harbour plan</h1>{ARTICLE}{HIDDEN[way].format(SPAM)}</article></main>"
    result = clean_html(page)
    (block,) = [one for one in result.document.blocks if "Dropspam" in one.text]
    said = {one.block: one for one in (*result.flagged, *result.removed)}
    assert block.index in said or way == "no height"
    assert "Dropspam" not in result.text or way in UNFOLDABLE
    assert block.hidden or way == "no height"


@pytest.mark.parametrize(
    "shown",
    [
        '<div style="display:block">{}</div>', '<p style="opacity:0.9">{}</p>', '<p style="font-size:14px">{}</p>',
        '<p style="color:#fff;background:#000">{}</p>', '<div aria-hidden="false">{}</div>', '<p class="qz">{}</p>',
        "<style>@media print{{.qz{{display:none}}}}</style><p class=qz>{}</p>", '<p style="text-indent:-9px">{}</p>',
    ],
)  # fmt: skip
def test_r04_visible_look_alikes_stay(shown: str) -> None:
    """What only resembles a way of hiding is read as it is."""
    seen = (
        "What can be seen here is a paragraph like the others, of the length that they have, and so it stays as it is."
    )
    page = f"<main><article><h1>Harbour plan</h1>{ARTICLE}{shown.format(seen)}</article></main>"
    assert seen in clean_html(page).text


BROKEN = {
    "no TOML": (b"language = ", 1),
    "unknown key": (ENTRY.replace("reason", "raison").encode(), 8),
    "unknown top key": (b'language = "xx"\ncolour = 1\n', 2),
    "twice": ((ENTRY + ENTRY.split("\n", 1)[1]).encode(), 13),
    "no UTF-8": (ENTRY.encode() + b"# \xff\n", 12),
    "a selector": (ENTRY.encode() + b'css = "p:has("\n', 12),
    "a path": (ENTRY.encode() + b'xpath = "//p["\n', 12),
}


@pytest.mark.parametrize("what", BROKEN)
def test_r05_a_broken_file_names_its_line(what: str, tmp_path: Path) -> None:
    """A broken rule file does not load; the error's subject is FILE:LINE. Selectors are no keys of a pack at all."""
    raw, line = BROKEN[what]
    (tmp_path / "mine.toml").write_bytes(raw)
    with pytest.raises(BadPack) as caught:
        load_folder(tmp_path)
    assert f"{tmp_path / 'mine.toml'}:{line}" == caught.value.subject


def test_r05_the_last_good_set_stays(tmp_path: Path) -> None:
    """A set that loaded is a value: a later broken file raises and changes nothing of it."""
    path = tmp_path / "mine.toml"
    path.write_text(ENTRY)
    good = load_folder(tmp_path)
    path.write_text(ENTRY.replace("reason", "raison"))
    with pytest.raises(BadPack):
        load_folder(tmp_path)
    result = clean_text(PROSE + OTHER + "Read more about boats\n", settings=Settings(packs=good))
    assert "PHR" in {verdict.rule[:3] for verdict in result.decisions[-1].verdicts}


EVALUATING = {"eval", "exec", "compile", "__import__", "import_module", "format_map", "getattr", "loads_pickle"}
ALLOWED = {("registry.py", "getattr")}  # the code of a rule's function, for the digest


def test_r06_rule_data_is_never_evaluated() -> None:
    """No expression, import or format string of a rule file can reach code: the vocabulary is closed enums."""
    for path in sorted((ROOT / "cleaner" / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                method = isinstance(node.func, ast.Attribute)
                assert name not in EVALUATING - ({"compile"} if method else set()) or (path.name, name) in ALLOWED, (
                    path.name,
                    node.lineno,
                )
                # `template.format(...)` on anything but a literal would reach attributes.
                assert name != "format" or isinstance(node.func.value, ast.Constant), (path.name, node.lineno)  # type: ignore[attr-defined]  # an attribute call


def test_r06_a_phrase_is_plain_values() -> None:
    """Every field of every shipped phrase is text, a number, a flag or a member of a closed enum."""
    plain = (str, int, float, bool, Shape, Position, Rest, Neighbours, Act)
    for one in shipped_packs():
        for phrase in one.phrases:
            assert isinstance(phrase, Phrase)
            for field in dataclasses.fields(phrase):
                value = getattr(phrase, field.name)
                assert all(isinstance(v, str) for v in value) if isinstance(value, tuple) else isinstance(value, plain)


def test_r06_format_strings_of_a_pack_are_text() -> None:
    """Braces, templates and dotted names in a pack are compared with text and nothing else."""
    raw = ENTRY.replace("leads elsewhere", "{0.__class__.__mro__} %(x)s ${jndi:x} {{7*7}}")
    (phrase,) = parse_pack(raw.encode(), "mine.toml").phrases
    assert "{0.__class__.__mro__} %(x)s ${jndi:x} {{7*7}}" == phrase.reason
    clean_text(PROSE + "Read more about boats\n", settings=Settings(packs=(parse_pack(raw.encode(), "mine.toml"),)))
