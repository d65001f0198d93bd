"""The command line in processes that are forked from a warm one: `python -m cleaner.app.cli` without its imports.

Started with a socket as argument, it reads a line of JSON (arguments, folder, environment) with three descriptors (the
standard streams), forks, and sends the child's id and then its exit code. The child is as a fresh process of the same
locale would be: its own streams, folder, environment, exit handlers and end.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys

from cleaner import clean_html, clean_text
from cleaner.app import batch, cli, explain, single  # noqa: F401 - imported to be there


def main(path: str) -> int:
    """Serve until the other side is gone; in a child: the exit code of its command."""
    clean_html(b"<p>It rained on Monday, and nobody went out.</p>", url="https://a.example/")
    clean_text("It rained on Monday.\nFollow us on Facebook", language="en")
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as side:
        side.connect(path)
        while True:
            line, streams, _, _ = socket.recv_fds(side, 1 << 20, 3)
            if not line:
                return 0
            child = os.fork()
            if not child:
                return _run(json.loads(line), streams, side)
            for stream in streams:
                os.close(stream)
            side.sendall(b"%d\n" % child)
            side.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _run(asked: dict[str, object], streams: list[int], side: socket.socket) -> int:
    side.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    sys.argv = ["cleaner", *asked["arguments"]]
    return cli.run(asked["arguments"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
