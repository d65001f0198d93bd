"""One case of the hostile corpus: what it is, how a child process cleans it, and whether what came out will do."""

from __future__ import annotations

import json
import re
import resource
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cleaner import CleanResult, Code, Settings, Status, clean
from cleaner.files.formats import Found, read_input
from cleaner.sandbox.child import Beat

SETTINGS = Settings()
# Hidden from screen readers, and on everybody's screen: it may stay where the result flags it.
FLAG_WILL_DO = frozenset({"h04_hidden_aria"})
# The case shows these escaped, as text a reader sees; only live markup is banned, and the HTML is searched for it.
SHOWN_AS_TEXT = frozenset({"h29_xss_payload_set"})

# The errors an input may end with; any other says that something of ours broke.
REFUSALS = frozenset({Code.TOO_LARGE, Code.MALFORMED, Code.UNSUPPORTED_MEDIA, Code.EXTRACT_TIMEOUT, Code.OUT_OF_MEMORY})


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the corpus with the markers that must (`keep`) and must not (`ban`) stand in its body."""

    id: str
    path: str
    keep: tuple[str, ...]
    ban: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a case. `seconds` of wall time, `mib` of memory at the most while it ran."""

    id: str
    state: str  # a result's status, or an error's code
    why: str = ""
    seconds: float = 0.0
    mib: float = 0.0
    words: int = 0
    lost: tuple[str, ...] = ()
    leaked: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """No banned marker came out, and none that must stay is gone from a result that calls itself whole."""
        ended = self.state in {*Status, *REFUSALS}
        return ended and not self.leaked and (not self.lost or self.state not in {Status.OK, Status.EMPTY})


def cases(folder: Path) -> list[Case]:
    """The cases of a corpus that `make.py` wrote to `folder`."""
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    return [Case(r["id"], str(folder / r["file"]), tuple(r["keep"]), tuple(r["ban"])) for r in rows]


def judged(case: Case, state: str, text: str, live: str, why: str = "", flagged: Sequence[str] = ()) -> Row:
    """The row of a case that gave this body, this sanitised HTML and these flagged pieces."""
    searched = " ".join(re.findall(r"<[^>]*>", live)) if case.id in SHOWN_AS_TEXT else text
    return Row(
        case.id,
        state,
        why,
        words=len(text.split()),
        lost=tuple(one for one in case.keep if one not in text),
        leaked=tuple(
            one
            for one in case.ban
            if one in searched and not (case.id in FLAG_WILL_DO and any(one in piece for piece in flagged))
        ),
    )


class Trial:
    """The handler of the pool: reads and cleans one case after the other."""

    holds = False

    def __init__(self, _setup: None) -> None:
        """Nothing is needed."""

    def handle(self, case: Case, _beat: Beat) -> Row:
        """Clean one case. Raises as `read_input` does."""
        _forget_peak()
        begun = time.perf_counter()
        content = read_input(Found(case.path, case.id), SETTINGS.limits.max_bytes)
        result: CleanResult = clean(content, settings=SETTINGS)
        live = result.html
        result.markdown.encode()
        spent = time.perf_counter() - begun
        flagged = [one.text for one in result.flagged]
        row = judged(case, result.status.value, result.text, live, "; ".join(result.reasons), flagged)
        return Row(row.id, row.state, row.why, spent, _peak(), row.words, row.lost, row.leaked)

    def settle(self) -> None:
        """Nothing is held."""


def make(setup: None) -> Trial:
    """The handler of a child; named by the pool."""
    return Trial(setup)


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """The most memory since `_forget_peak`, in MiB."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| case | state | s | MiB | words | lost | leaked | why |",
        "|---|---|--:|--:|--:|---|---|---|",
    ]
    for row in rows:
        marks = (", ".join(row.lost) or "-", ", ".join(f"`{one}`" for one in row.leaked) or "-")
        why = row.why.replace("|", "/")[:110]
        cost = f"{row.seconds:.2f} | {row.mib:.0f} | {row.words}"
        lines.append(f"| {row.id} | {row.state} | {cost} | {marks[0]} | {marks[1]} | {why} |")
    return "\n".join(lines)
