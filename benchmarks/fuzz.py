"""Coverage-guided fuzzing: `python -m benchmarks.fuzz --out DIR [--seconds 3600]`; wants `pip install atheris`.

One process takes inputs apart by their first byte: decode, segment a page, judge a text, clean whatever it is. Every
result must keep the core's promises (no exception, valid UTF-8 in normal form, no controls, the hash, everything
restorable). A broken promise is written to DIR/crashes once for each place it is broken at, and the run goes on; the
slowest inputs are kept too. The corpus starts from the golden cases and the traps below, and lives in DIR/corpus.
At the end (or when libFuzzer stops for time) DIR/figures.json holds the counts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
import traceback
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["cleaner"]):
    from cleaner import CleanResult, Extractor, Limits, Settings, clean, clean_html, clean_text
    from cleaner.segment.budget import inspect, repair
    from cleaner.segment.decode import decode
    from cleaner.segment.sniff import sniff
    from cleaner.segment.strip import strip_tags
    from cleaner.segment.tidy import tidy

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("decode", "segment", "text", "clean")
MAX_BYTES = 12_000  # larger inputs repeat what smaller ones show, and cost executions
SLOW = 2.0  # seconds for 12 kB: a runaway, whatever the machine does
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Small limits, so that budgets and repairs are met by inputs of a few kilobytes.
SMALL = Limits(parse_chars=9_000, tags=300, depth=40, attributes=20, attribute_chars=500, mark_run=5, lines=200)
# trafilatura is met in `clean` only: asked each time, it would take most of the run.
TIGHT = Settings(limits=SMALL, extractor=Extractor.NEVER)
WIDE = Settings(extractor=Extractor.NEVER)
TRAPS = (
    b"<svg><template>\n",
    b"<!DOCTYPE html ////////////////><p>x",
    b"<select><button><selectedcontent></selectedcontent></button><option selected><div><select><option>x",
    b"<table>x<tr>y<b><td colspan=9999>z<table><caption>c",
    b"<a><div>x<a><p></a></div><b><p></b><font color=1><font color=2>",
    b"<noscript><p>x</p><noscript><div>y",
    b"<x-c><template shadowrootmode=open><p>one</p><slot></slot></template>two</x-c>",
    b"<p>\xff\xfe\xc3\x28 &#xD800; &#x110000; &#0; &#128; &notit &amp;amp;",
    b'<meta charset="utf-7">+ADw-script+AD4- <meta charset="shift_jis">\x83\x5c\x83\x7b',
    b'\xff\xfea\0\xd8\0\x1b$B$"\x1b(B ~{<:Ky2;~}',
    "e\u0301\u0302\u0303 \u202eolleh\u202c a\u200db \U0001f3f4\U000e0067\U000e007f \u2028\x85\x0b".encode(),
    b"Share this article\n\nRelated Posts\n* one\n* two\n\n1. Home\n2. About\n```\ncode\n```\n- - -\n| a | b |\n",
    b"<style>.a,.b{display:none}@media print{.c{visibility:hidden}}</style><p class=a>x</p><p class='c'>y",
    b'<script type="application/ld+json">{"@type":["Article"],"author":[{"name":null}],"articleBody":"x"}</script>',
    b"<math><mi xlink:href='javascript:x'>m</mi><mtext><p>x<svg><title><p>y",
    b"<p title='</noscript><img src=x onerror=alert(1)>'>x<img alt=']](javascript:1)'><a href='jAvA\tscript:x'>y",
)
WORDS = (
    *(f"<{tag}>" for tag in "p div li ul ol table tr td h1 h2 pre code a b i span br hr section article".split()),
    *(f"</{tag}>" for tag in "p div li ul table tr td h1 pre a b span article script style template svg".split()),
    *("<!--", "-->", "<![CDATA[", "]]>", "<script>", "<style>", "<template>", "<svg>", "<math>", "<noscript>"),
    *('class="', 'style="display:none"', 'href="javascript:', "colspan=1000", "&#x", "&amp;", "&lt;", 'charset="'),
    *("Share this", "Related Posts", "You may also like", "Read more:", "Subscribe", "(c) 2020", "\r\n", "\n\n", "* "),
    *("\u0301" * 8, "\u202e", "\u200d", "\u200b", "\ufeff", "\x00", "\x1b$B", "\u2028", "\U0001f469", "\ufdfa"),
)


class Run:
    """What one run has seen."""

    def __init__(self, out: Path, seconds: float) -> None:
        self.out = out
        self.started = time.monotonic()
        self.seconds = seconds
        self.counts: Counter[str] = Counter()
        self.broken: Counter[str] = Counter()
        self.slow: list[tuple[float, str]] = []
        self.written = 0.0
        (out / "crashes").mkdir(parents=True, exist_ok=True)

    def one(self, data: bytes) -> None:
        """Try one input and note what became of it."""
        if not data:
            return
        kind = KINDS[data[0] % len(KINDS)]
        begun = time.process_time()  # a wall clock tells how busy the machine is
        try:
            TRIALS[kind](data[1:])
        except Exception:  # noqa: BLE001 - any exception at all is what this program looks for
            self.note(kind, data)
        spent = time.process_time() - begun
        self.counts[kind] += 1
        if spent > SLOW:
            self.keep(f"slow-{kind}", data)
            self.slow = sorted([(round(spent, 2), hashlib.sha256(data).hexdigest()[:12]), *self.slow])[-20:]
        if time.monotonic() - self.written > 30:
            self.write()

    def note(self, kind: str, data: bytes) -> None:
        """Keep the first input that broke a promise at this place."""
        last = traceback.extract_tb(sys.exc_info()[2])[-1]
        error = sys.exc_info()[1]
        place = f"{kind} {type(error).__name__} {Path(last.filename).name}:{last.lineno}"
        if not self.broken[place]:
            self.keep(re.sub(r"[^\w.-]+", "-", place), data)
            print(f"BROKEN {place}: {error!r:.200}", flush=True)
        self.broken[place] += 1

    def keep(self, name: str, data: bytes) -> None:
        """Write an input down under a name that says why."""
        (self.out / "crashes" / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}").write_bytes(data)

    def write(self) -> None:
        """The figures so far, as JSON."""
        self.written = time.monotonic()
        figures: dict[str, Any] = {
            "seconds": round(time.monotonic() - self.started),
            "executions": dict(self.counts),
            "broken": dict(self.broken),
            "slowest": self.slow,
        }
        (self.out / "figures.json").write_text(json.dumps(figures, indent=1))


def valid(text: str, *, lines: bool = True) -> None:
    """`text` is in normal form, without controls and surrogates."""
    assert unicodedata.is_normalized("NFC", text), "not in NFC"
    assert CONTROL.search(text) is None, "a control character"
    assert lines or "\n" not in text, "a line end"


def promises(result: CleanResult) -> None:
    """What every result holds."""
    valid(result.text)
    assert result.text == result.text.strip("\n"), "line ends at an edge"
    assert result.content_hash == hashlib.sha256(result.text.encode()).hexdigest(), "another hash"
    every = [one.id for one in result.removed]
    whole = unicodedata.normalize("NFC", "\n\n".join(block.text for block in result.document.blocks))
    assert result.restore(every) == whole, "not restored"
    assert result.restore([]) == result.text, "restoring nothing changes the text"
    json.dumps(result.to_dict(), allow_nan=False).encode()
    result.markdown.encode()
    shown = result.html.lower()
    assert "<script" not in shown, "a script in the HTML"
    assert "javascript:" not in re.sub(r">[^<]*", ">", shown), "a script link in the HTML"


def try_decode(data: bytes) -> None:
    """Decode, sniff, tidy, and the budgets with their repairs."""
    declared = ("utf-8", "shift_jis", "zlib_codec", None)[len(data) % 4]
    text, encoding, _ = decode(data, declared=declared)
    assert 0 <= encoding.confidence <= 1
    assert encoding.replaced >= 0
    sniff(data)
    sniff(text)
    valid(tidy(text)[0])
    if inspect(text, SMALL).repairs:
        repair(text, SMALL)
    for line in strip_tags(text):
        assert line.strip(), "an empty line"


def try_segment(data: bytes) -> None:
    """A page's blocks."""
    result = clean_html(data, settings=TIGHT if len(data) % 3 == 0 else WIDE)
    for index, block in enumerate(result.document.blocks):
        assert block.index == index
        assert block.text.strip(), "an empty block"
        valid(block.text)
        assert 0 <= block.link_chars <= len(block.text)
        assert all(0 <= mark.start <= mark.end <= len(block.text) for mark in block.marks)
    promises(result)


def try_text(data: bytes) -> None:
    """A text's blocks tile it, every rule judges it, everything comes back."""
    text = data.decode("utf-8", "surrogateescape" if len(data) % 2 else "replace")
    title = text.split("\n", 1)[0][:80] if len(data) % 5 == 0 else None
    result = clean_text(text, title=title, settings=TIGHT if len(data) % 3 == 0 else WIDE)
    at = 0
    for block in result.document.blocks:
        assert block.start is not None
        assert block.end is not None
        assert at <= block.start < block.end <= len(text), "blocks overlap"
        at = block.end
    assert result.restore([one.id for one in result.removed], layout="source") == text, "the source is not restored"
    promises(result)


def try_clean(data: bytes) -> None:
    """Whatever it is, twice."""
    url = ("https://example.org/2020/a-story", "http://[::1", None)[len(data) % 3]
    first = clean(data, url=url, charset=("latin-1", None)[len(data) % 2])
    promises(first)
    if len(data) % 8 == 0:
        assert clean(data, url=url, charset=("latin-1", None)[len(data) % 2]).to_dict() == first.to_dict()


TRIALS = {"decode": try_decode, "segment": try_segment, "text": try_text, "clean": try_clean}


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Give libFuzzer's own mutation, or markup and phrases put in, repeated, moved."""
    choose = random.Random(seed)
    if not data or choose.random() < 0.5:
        return atheris.Mutate(data, max_size)
    at = choose.randrange(len(data)) + 1
    word = choose.choice(WORDS).encode()
    act = choose.randrange(4)
    if act == 0:
        made = data[:at] + word + data[at:]
    elif act == 1:
        made = data[:at] + word * choose.choice((3, 30, 300)) + data[at:]
    else:
        stop = min(len(data), at + choose.randrange(1, 400))
        piece = data[at:stop]
        made = data[:at] + piece * choose.choice((2, 10)) + data[at:] if act == 2 else data[:at] + data[stop:] + piece
    return made[:max_size]


def seeds(folder: Path) -> None:
    """The first corpus: every golden case cut to size and every trap, for each kind of trial."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path.read_bytes() for path in sorted(ROOT.glob("fixtures/*/*/source.*"))]
    for number, data in enumerate((*sources, *TRAPS)):
        for kind in range(len(KINDS)):
            (folder / f"seed-{number}-{kind}").write_bytes(bytes((kind,)) + data[: MAX_BYTES - 1])


def main() -> None:
    """Run until the time is over; libFuzzer ends the process itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=3600)
    options = parser.parse_args()
    run = Run(options.out, options.seconds)
    seeds(options.out / "corpus")
    arguments = [
        *(sys.argv[0], str(options.out / "corpus"), f"-max_total_time={options.seconds}", f"-max_len={MAX_BYTES}"),
        # The instrumentation keeps 70 kB an execution; without it the same inputs leave the process flat at 140 MB.
        *("-timeout=120", "-rss_limit_mb=8000", "-len_control=0", f"-artifact_prefix={options.out}/crashes/"),
    ]
    atheris.Setup(arguments, run.one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
