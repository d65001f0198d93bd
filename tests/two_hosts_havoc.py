"""What can befall two hosts and the servers they share, beyond a process that dies."""

from __future__ import annotations

import time
from collections.abc import Sequence

from service_havoc import Havoc
from two_hosts import TwoHosts


class TwoHostsHavoc(Havoc):
    """Kills as `Havoc` does, on either host; besides `server`, `postgres`, and `host-N` and `link-N` for host N.

    A host that crashed starts again after `away` seconds; a link that was cut is whole again after as many.
    """

    def __init__(
        self, hosts: TwoHosts, plan: Sequence[str], seed: int, pauses: tuple[float, float], away: float
    ) -> None:
        super().__init__(hosts, plan, seed, pauses)
        self._hosts = hosts
        self._away = away

    def _strike(self, victim: str) -> None:
        kind, _, number = victim.partition("-")
        if kind == "server":
            self._hosts.valkey.kill()
            self._hosts.valkey.start()
        elif kind == "postgres":
            self._hosts.postgres.stop()
            self._hosts.postgres.start()
        elif kind == "host":
            self._hosts.hosts[int(number)].crash()
            time.sleep(self._away)
            self._hosts.restart(int(number))
        elif kind == "link":
            self._hosts.hosts[int(number)].unplug()
            time.sleep(self._away)
            self._hosts.hosts[int(number)].plug()
        else:
            super()._strike(victim)
            return
        self.killed.append(kind)
