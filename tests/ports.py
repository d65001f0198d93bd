"""Ports for servers of tests that cannot be asked which port they took."""

from __future__ import annotations

import random
import socket

BELOW_EPHEMERAL = range(12_000, 30_000)  # the kernel gives none of these to a client's connection
TRIES = 100
_random = random.SystemRandom()


def choose_port(address: str) -> int:
    """A port of this address where nobody listens.

    It is free until its server binds it: clients' connections get none of these, and two servers rarely choose the same
    out of so many.
    """
    for _ in range(TRIES):
        port = _random.choice(BELOW_EPHEMERAL)
        with socket.socket() as probe:
            try:
                probe.bind((address, port))
            except OSError:
                continue
        return port
    raise AssertionError(f"no free port on {address}")
