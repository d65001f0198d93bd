"""The Markdown exam: does our Markdown say what the page said, on pages that none of us wrote?

Every example of the CommonMark specification gives a piece of HTML. It is put into an article, cleaned, written as
Markdown, and the Markdown is rendered by markdown-it-py: the structure must be that of the HTML that was kept of it.
Told is also how many have the structure of the example itself. The examples of raw HTML are left out. The
specification (CC-BY-SA) is not part of this project; unpack it from `npm pack commonmark-spec` and name its `spec.txt`;
further files in the same form (those of the GFM extensions) may follow.

    python -m benchmarks.commonmark spec.txt [table.txt strikethrough.txt] [--writer NAME] [--show N]

With a writer other than ours (html-to-markdown, markdownify), the example's HTML goes straight into it: what it could
do at best.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner import clean_html, render

_EXAMPLE = re.compile(r"^`{8,32} ?example\S*\n(.*?)^\.\n(.*?)^`{8,32}$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
RAW = frozenset({"Raw HTML", "HTML blocks"})
_FRAME = "<html><head><title>Exam</title></head><body><article>{}</article></body></html>"
_AROUND = "<p>Before it.</p>\n{}\n<p>After it.</p>"
_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr th td".split())
_KEPT = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "code": ("class",)}
_NAMES = {"b": "strong", "i": "em", "s": "del", "strike": "del"}


class Question(NamedTuple):
    """One example: its section and its HTML."""

    section: str
    html: str


def questions(text: str) -> Iterator[Question]:
    """The examples of a specification in order."""
    prose = _EXAMPLE.sub(lambda found: " " * len(found[0]), text)
    headings = [(found.start(), found[1].strip()) for found in _HEADING.finditer(prose)]
    for found in _EXAMPLE.finditer(text):
        before = [name for start, name in headings if start < found.start()]
        yield Question(before[-1] if before else "", found[2].replace("→", "\t"))


def structure(html: str) -> list[object]:
    """The HTML as nested lists of tags and words: white space collapsed, loose and tight lists alike."""
    body = LexborHTMLParser(html).body
    return _tree(body, pre=False) if body is not None else []


def _tree(node: LexborNode, *, pre: bool) -> list[object]:
    """One element's content; the examples are shallow."""
    found: list[object] = []
    for child in node.iter(include_text=True):
        tag = _NAMES.get(child.tag or "", child.tag or "")
        if tag == "-text":
            _join(found, child.text_content or "")
        elif tag[:1] == "-" or tag in {"input", "style", "script"}:
            continue
        elif tag == "br":
            _join(found, "\n")
        else:
            inner = _tree(child, pre=pre or tag == "pre")
            if (tag == "p" and child.parent is not None and child.parent.tag == "li") or tag in {"thead", "tbody"}:
                found.append("¶")
                found += [*inner, "¶"]
                continue
            attributes = child.attributes
            values = tuple(
                (key, " ".join(unquote(attributes.get(key) or "").split()))
                for key in _KEPT.get(tag, ())
                if attributes.get(key)
            )
            if tag == "ol" and values == (("start", "1"),):
                values = ()
            if tag == "hr" and found and found[-1] == ["hr"]:
                continue
            if inner or tag in {"img", "hr", "td", "th", "li"}:
                found.append([tag, *values, *inner])
    return _tidied(found, pre=pre)


def _join(found: list[object], text: str) -> None:
    if found and isinstance(found[-1], str):
        found[-1] += text
    else:
        found.append(text)


def _tidied(found: list[object], *, pre: bool) -> list[object]:
    if pre:
        return [
            one.rstrip("\n") if isinstance(one, str) else one
            for one in found
            if not isinstance(one, str) or one.strip("\n")
        ]
    parts: list[object] = []
    for one in found:
        if isinstance(one, str) and parts and isinstance(parts[-1], str):
            parts[-1] += one
        else:
            parts.append(one)
    tidy: list[object] = []
    for at, one in enumerate(parts):
        if not isinstance(one, str):
            tidy.append(one)
            continue
        text = " ".join(one.replace("¶", " ").split())
        edges = one.replace("¶", " ")
        inline_before = at > 0 and isinstance(parts[at - 1], list) and parts[at - 1][0] not in _BLOCKS  # type: ignore[index]
        inline_after = at + 1 < len(parts) and isinstance(parts[at + 1], list) and parts[at + 1][0] not in _BLOCKS  # type: ignore[index]
        if edges[:1].isspace() and inline_before:
            text = " " + text
        if edges[-1:].isspace() and inline_after and text.strip():
            text += " "
        if text.strip() or (text and inline_before and inline_after):
            tidy.append(text)
    return tidy


def ours(html: str) -> str:
    """The example in an article as Markdown, every block kept: what is judged here is writing, not choosing."""
    result = clean_html(_FRAME.format(html))
    return render.markdown(result.document, [one._replace(cut=()) for one in result.decisions])


def kept(html: str) -> str:
    """The same as HTML: without empty items, links that lead nowhere and unknown schemes."""
    result = clean_html(_FRAME.format(html))
    return render.html(result.document, [one._replace(cut=()) for one in result.decisions])


def writer(name: str) -> Callable[[str], str]:
    """A function from HTML to Markdown."""
    if name == "html-to-markdown":
        from html_to_markdown import ConversionOptions, convert  # noqa: PLC0415 - a peer, for the comparison alone

        escapes = {"escape_asterisks": True, "escape_underscores": True, "escape_misc": True}
        options = ConversionOptions(extract_metadata=False, autolinks=False, **escapes)
        return lambda html: convert(html, options).content
    if name == "markdownify":
        from markdownify import markdownify  # noqa: PLC0415 - as above

        return lambda html: markdownify(html, heading_style="ATX", escape_misc=True)
    return ours


class Marks(NamedTuple):
    """What an exam gave: examples by section, those that came back as kept, and as the specification has them."""

    asked: Counter[str]
    right: Counter[str]
    strict: int
    wrong: tuple[str, ...]  # told in full
    seconds: float

    @property
    def share(self) -> float:
        """The share of examples whose Markdown has the structure of what was kept."""
        return self.right.total() / max(1, self.asked.total())


def examine(texts: Iterable[str], name: str = "ours") -> Marks:
    """Put every example of these specifications to a writer; raw HTML aside."""
    write, read = writer(name), MarkdownIt("commonmark").enable(["table", "strikethrough"])
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong: list[str] = []
    strict = 0
    took = 0.0
    for question in (one for text in texts for one in questions(text) if one.section not in RAW):
        framed = _AROUND.format(question.html)
        start = time.perf_counter()
        answer = write(framed)
        took += time.perf_counter() - start
        wanted, got = structure(framed), structure(read.render(answer))
        strict += wanted == got
        if name == "ours":
            wanted = structure(kept(framed))
        asked[question.section] += 1
        right[question.section] += wanted == got
        if wanted != got:
            wrong.append(f"--- {question.section}\n{question.html}\n=>\n{answer}\nwanted {wanted}\ngot    {got}\n")
    return Marks(asked, right, strict, tuple(wrong), took)


def main() -> None:
    """Print the share of examples that keep their structure, and the worst sections."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("spec", nargs="+", type=Path)
    cli.add_argument("--writer", choices=("ours", "html-to-markdown", "markdownify"), default="ours")
    cli.add_argument("--show", type=int, default=0)
    args = cli.parse_args()
    marks = examine((path.read_text("utf-8") for path in args.spec), args.writer)
    print(*marks.wrong[: args.show], sep="\n")
    for name in sorted(marks.asked, key=lambda one: marks.right[one] - marks.asked[one])[:15]:
        if marks.right[name] < marks.asked[name]:
            print(f"{marks.right[name]:4d} of {marks.asked[name]:3d}  {name}")
    count = marks.asked.total()
    print(f"as the specification has it: {marks.strict} of {count}, {marks.strict / count:.3f}")
    each = marks.seconds / count * 1e3
    print(f"{args.writer}: {marks.right.total()} of {count} examples, {marks.share:.3f}; {each:.3f} ms each")


if __name__ == "__main__":
    main()
