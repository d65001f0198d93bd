"""Many texts of JSON lines through `cleaner clean -`: `python -m benchmarks.streaming [--texts 100000] [--jobs 1]`.

Made-up short texts go in by a pipe and come out by another; checked are their order, the fields that pass through and
the bodies. The memory of the program and its children is read from /proc at ten marks of the way.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

MARKS = 10
PAGE_KB = 4
_WORDS = "the ferry harbour council of old met and boat on who mayor spring library was for quay people that town"
_RESIDUE = ("Share", "Advertisement", "Subscribe to our newsletter", "Leave a Reply", "You may also like")


def records(count: int) -> Iterator[tuple[str, str]]:
    """Each record's line of JSON and the body it should leave; equal for equal counts."""
    chance = random.Random(7)
    for number in range(count):
        body = " ".join(chance.choices(_WORDS.split(), k=30)).capitalize() + f" {number}."
        text = "\n".join([body, *chance.sample(_RESIDUE, 2)])
        yield json.dumps({"id": number, "text": text, "passes": [number, None]}) + "\n", body


def resident(root: int) -> int:
    """Kilobytes that a process and its descendants hold."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_KB
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def main() -> int:
    """Run it; 1 where a record is missing, out of order, changed or wrongly cleaned."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--texts", type=int, default=100_000)
    cli.add_argument("--jobs", type=int, default=1)
    arguments = cli.parse_args()
    command = [sys.executable, "-m", "cleaner.app.cli", "clean", "-", "--format", "jsonl", "--quiet"]
    run = subprocess.Popen([*command, "--jobs", str(arguments.jobs)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    source, result = run.stdin, run.stdout
    assert source is not None
    assert result is not None

    def feed() -> None:
        for line, _ in records(arguments.texts):
            source.write(line.encode())
        source.close()

    feeder = threading.Thread(target=feed, daemon=True)
    start = time.perf_counter()
    feeder.start()
    wrong = came = 0
    for (line, body), answer in zip(records(arguments.texts), result, strict=False):
        sent, back = json.loads(line), json.loads(answer)
        wrong += (back["id"], back["passes"], back["text"]) != (sent["id"], sent["passes"], body)
        came += 1
        if came % max(1, arguments.texts // MARKS) == 0:
            print(
                f"{came:>8,} texts {time.perf_counter() - start:7.1f} s {resident(run.pid) / 1024:7.1f} MB", flush=True
            )
    feeder.join()
    code = run.wait()
    print(f"{came:,} of {arguments.texts:,} came back in order, {wrong} wrong, exit code {code}")
    return int(wrong > 0 or came != arguments.texts or code != 0)


if __name__ == "__main__":
    sys.exit(main())
