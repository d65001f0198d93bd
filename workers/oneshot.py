"""A child of the API that cleans one page at a time: a JSON line in, a JSON line out, until its input ends."""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
import traceback
from typing import Any

from cleaner import Status
from cleaner.block_report import block_report
from cleaner.correct import correct
from cleaner.errors import CleanerError, UnsupportedMedia
from cleaner.marked_page import marked_page
from cleaner.sandbox.limits import PageLimits, enter_horse, page_limits
from cleaner.service.context import current_config, this_packs
from cleaner.service.options import clean_with, markdown_of
from cleaner.types import Mode
from workers.problems import problem_of
from workers.run import warm_up


def main() -> int:
    """Answer until the input ends, or nobody reads the answers any more; the exit code."""
    config = current_config()
    limits = config.page
    enter_horse(limits)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up(config.warm_languages)
    try:
        _answer_lines(limits)
    except BrokenPipeError:  # the API is gone; Python itself would meet the pipe again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _answer_lines(limits: PageLimits) -> None:
    _say({"ready": True})
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        try:
            with page_limits(limits):
                reply = {"result": _clean(asked)}
        except CleanerError as error:
            reply = {"problem": problem_of(error)}
        except Exception:  # noqa: BLE001  # the outermost frame: the child answers, its log says what it was
            traceback.print_exc()
            reply = {"problem": problem_of(CleanerError("an unexpected error; the log has it"))}
        _say(reply)


def _clean(asked: dict[str, Any]) -> dict[str, Any]:
    mode = Mode(asked["mode"]) if asked["mode"] else None
    wish = asked.get("wish", {})
    result = clean_with(base64.b64decode(asked["content"]), mode, asked["options"], packs=this_packs())
    if result.status is Status.UNSUPPORTED:
        raise UnsupportedMedia("; ".join(result.reasons) or "neither a page nor a text")
    if wish.get("report"):
        return result.to_dict() | {"blocks": block_report(result)}
    result = correct(result, {block: [(start, end) for start, end in cut] for block, cut in wish.get("cuts", ())})
    if wish.get("page"):
        return {"page": marked_page(result)}
    return result.to_dict() | {"markdown": markdown_of(result, asked["options"]), "html": result.html}


def _say(reply: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
