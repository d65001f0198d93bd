"""What a page sets beside code (COD): the language's name, line numbers, prompts, bars of buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.rules.registry import HTML, Example, Finding, rule
from cleaner.types import Block, Category, Element, Mode
from cleaner.types.members import HEADING, PRE

WORDS = 12  # of what is set beside code; line numbers may be many
BESIDE = 2  # blocks between it and its code
ABOVE_CODE, ABOVE_NOTE = 5, 3  # elements up from the code and from what stands beside it, to the box that holds both

_NAMED = frozenset(
    "lang language code-lang language-name language-label line-numbers line-numbers-wrapper linenumbers lineno gutter"
    " toolbar toolbar-item code-toolbar copy copy-code copy-button copybtn clipboard prompt input_prompt output_prompt"
    " gist-meta".split()
)
_WIDE = frozenset("html body main article".split())
_NUMBERS = re.compile(r"1(?:\s+\d{1,4})+\s*$")


def _box(inner: str) -> str:
    """A page with this in a small box."""
    return f"<div><p>The ferry is started from the terminal of the ship.</p><div class='box'>{inner}</div></div>"


@rule(
    "COD001",
    "beside-code",
    Category.READER_TOOLS,
    -4.0,
    modes=HTML,
    fires=(
        Example(_box("<span class='lang'>ts</span><pre><code>sail(3)</code></pre>"), ("ts",), Mode.HTML),
        Example(
            _box("<pre>sail(3)\nstop()</pre><div class='line-numbers-wrapper'><i>1</i><br><i>2</i></div>"),
            ("1",),
            Mode.HTML,
        ),
        Example(_box("<div class='input_prompt'>In [3]:</div><pre>sail(3)</pre>"), ("In",), Mode.HTML),
        Example(_box("<pre>sail(3)</pre><div class='toolbar'>CSS</div>"), ("CSS",), Mode.HTML),
        Example(_box("<p>C++</p><pre><code class='language-c++'>sail(3);</code></pre>"), ("C++",), Mode.HTML),
    ),
    silent=(
        Example(_box("<div class='title'>src/ferry.ts</div><pre>sail(3)</pre>"), mode=Mode.HTML),
        Example(_box("<p>Then stop it:</p><pre>stop()</pre>"), mode=Mode.HTML),
        Example("<div class='toolbar'>CSS</div><p>The ferry is started.</p><pre>sail(3)</pre>", mode=Mode.HTML),
        Example(_box("<p class='lang'>English and Welsh</p>"), mode=Mode.HTML),
        Example(_box("<p>12 40 7</p><pre>sail(3)</pre>"), mode=Mode.HTML),
    ),
)
def beside_code(page: Page) -> Iterator[Finding]:
    """Finds what stands in one small box with code and is none: its language, line numbers, prompts, a bar of buttons.

    Why: the program that colours the code put it there; the language is kept with the code.
    Example: `ts` over a block of TypeScript, `1 2 3` beside it, `In [3]:`
    Source: VitePress, Prism's toolbar, Jupyter's nbconvert, gists
    """
    blocks = page.blocks
    found: set[int] = set()
    for code in blocks:
        if code.kind is not PRE:
            continue
        for index in range(max(0, code.index - BESIDE), min(len(blocks), code.index + BESIDE + 1)):
            block = blocks[index]
            if block.kind is PRE or block.kind is HEADING or not block.text or index in found:
                continue
            below = _below_the_box(block, code)
            if below is None:
                continue
            if page.measures[index].words <= WORDS and any(not _NAMED.isdisjoint(one.tokens) for one in below):
                evidence = "beside code, and named as what belongs to it"
            elif _NUMBERS.match(block.text):
                evidence = "line numbers beside code"
            elif code.language and block.text.strip().casefold() == code.language:
                evidence = "the language of the code beside it"
            else:
                continue
            found.add(index)
            yield Finding(index, evidence, final=True)


def _below_the_box(block: Block, code: Block) -> tuple[Element, ...] | None:
    """The elements between a block and the small box that holds it and the code; None where no such box is."""
    above_code = {element.order for element in code.path[-ABOVE_CODE:] if element.tag not in _WIDE}
    for up, element in enumerate(reversed(block.path[-ABOVE_NOTE - 1 :])):
        if element.order in above_code:
            return block.path[len(block.path) - up :] if up else ()
    return None


RULES = (beside_code,)
