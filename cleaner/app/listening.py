"""The socket that the API listens on. A module of its own: the supervisor opens it and serves nothing itself."""

from __future__ import annotations

import os
import socket

from cleaner.errors import ConfigError
from cleaner.service.settings import Config


def open_socket(config: Config) -> socket.socket:
    """The API's open socket: the one that a supervisor holds, or a new one. Raises ConfigError where it cannot be had.

    With a supervisor's socket a client that comes while the API restarts waits instead of being refused.
    """
    inherited = os.environ.get("CLEANER_CHILD_SOCKET")
    if inherited:
        held = socket.socket(fileno=int(inherited))
        held.set_inheritable(False)  # a child of ours that kept it open would let clients connect to nobody
        return held
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((config.host.strip("[]"), config.port))
    except OSError as error:
        opened.close()
        raise ConfigError(f"cannot listen there ({error.strerror})", subject=f"{config.host}:{config.port}") from error
    return opened
