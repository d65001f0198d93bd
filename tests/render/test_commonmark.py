"""The Markdown exam of the CommonMark specification, where the specification is there.

It is CC-BY-SA and no part of this project: `npm pack commonmark-spec` gives it, and `COMMONMARK_SPEC` names its
`spec.txt` (several files: joined with the path separator). `python -m benchmarks.commonmark` tells the misses.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.commonmark import examine, questions

FLOOR = 0.995  # of the examples; all 588 of version 0.31.2 when this was written
_NAMED = os.environ.get("COMMONMARK_SPEC", "")

# In the form of the specification, of our own.
_OWN = """## Lists
```````````````````````````````` example
1. a

   b
2. c
.
<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>
````````````````````````````````
## Emphasis
```````````````````````````````` example
*a* `b*`
.
<p><em>a</em> <code>b*</code> 1. [c] <a href="/d" title="e">f*g</a> <del>h</del></p>
````````````````````````````````
## Raw HTML
```````````````````````````````` example
<x>
.
<x>
````````````````````````````````
"""


@pytest.mark.skipif(not _NAMED, reason="COMMONMARK_SPEC names no specification")
def test_the_specification_comes_back() -> None:
    """Every example as a page, cleaned, written and read by markdown-it-py has the structure of what was kept."""
    marks = examine(Path(one).read_text("utf-8") for one in _NAMED.split(os.pathsep))
    assert marks.asked.total() > 500, "the file holds no specification"
    assert marks.share >= FLOOR, "\n".join(marks.wrong[:5])


def test_the_exam_asks_and_marks() -> None:
    """Examples are read with their sections, raw HTML is left out, and right answers count."""
    assert [one.section for one in questions(_OWN)] == ["Lists", "Emphasis", "Raw HTML"]
    marks = examine([_OWN])
    assert (marks.asked.total(), marks.right.total(), marks.strict, marks.wrong) == (2, 2, 2, ())


def test_the_exam_fails_a_writer_that_loses_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that gives the words alone has no right answer."""
    monkeypatch.setattr("benchmarks.commonmark.ours", lambda html: " ".join(html.replace("<", " <").split("<")))
    assert examine([_OWN]).share == 0
