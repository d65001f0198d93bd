"""One service on two machines: whatever befalls one of them, nothing accepted is lost, and no restart is seen."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from service_havoc import ended, submit_all
from service_process import text_of
from steady_load import SteadyLoad
from two_hosts import KEY, TwoHosts, missing_hosts
from two_hosts_havoc import TwoHostsHavoc

ITEMS = 160
ARGUMENTS = ("--workers", "1", "--fetchers", "0")


@pytest.fixture(scope="module")
def hosts() -> Iterator[TwoHosts]:
    """Two hosts with a Valkey, a PostgreSQL and an object store, or a skip with the reason."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    pytest.importorskip("obstore", reason="obstore is not installed")
    if os.geteuid() != 0 or (reason := missing_hosts()):
        pytest.skip(reason if os.geteuid() == 0 else "network namespaces need root")
    with TwoHosts({"CLEANER_CHUNK": "10", "CLEANER_CLEAN_POOL": "0"}, *ARGUMENTS) as running:
        yield running


def test_nothing_is_lost_on_two_hosts(hosts: TwoHosts) -> None:
    """Processes, a whole host, a link, Valkey and PostgreSQL fail while both APIs take work; each text ends once."""
    plan = ["horse", "worker", "link-0", "server", "api", "host-1", "postgres", "horse", "worker"]
    havoc = TwoHostsHavoc(hosts, plan, seed=5, pauses=(0.5, 2.0), away=4.0)
    havoc.start()
    batches = submit_all(hosts, [text_of(n) for n in range(3_000, 3_000 + ITEMS)], 20)
    havoc.join()
    found = ended(hosts, batches, 300)
    for host in hosts.hosts:  # one may have ended the work alone, while the other was still starting
        host.wait_ready()
    assert ITEMS == sum(one["progress"]["total"] for one in found)
    assert ITEMS == sum(one["succeeded"] + one["failed"] for one in found)
    with hosts.client() as api:
        items = [i for name in batches for i in api.get(f"/v1/batches/{name}/items?limit=1000").json()["items"]]
        bodies = [i["job"]["result"]["content_hash"] for i in items if i["status"] == "succeeded"]
        assert len(set(bodies)) == len(bodies) == sum(one["succeeded"] for one in found)
        assert {i["job"]["error"]["code"] for i in items if i["status"] == "failed"} <= {"worker-lost"}
    assert {"link", "server", "host", "postgres"} <= set(havoc.killed)


def test_what_one_host_cleaned_the_other_serves(hosts: TwoHosts) -> None:
    """Result, original and all: nothing is kept on a host. Each has a worker in the queue's server's list."""
    for host in hosts.hosts:
        host.wait_ready()
    with hosts.client(0) as one, hosts.client(1) as other:
        sent = one.post("/v1/jobs", json={"text": text_of(9_001)}, headers={"prefer": "wait=60"}).json()
        assert sent["status"] == "succeeded"
        assert other.get(sent["links"]["body"]).text == text_of(9_001).rpartition("\n\n")[0]
        assert other.get(sent["links"]["original"]).text == text_of(9_001)
    assert not [path for host in hosts.hosts for path in host.home.rglob("*") if path.suffix in {".db", ".zst"}]
    assert 2 == len({host.name for host in hosts.hosts} & worker_hosts(hosts))


def test_hosts_restart_in_turn_without_a_failed_request(hosts: TwoHosts) -> None:
    """Each is stopped and started under load; clients go on to the other API where a connection is refused."""
    for host in hosts.hosts:
        host.wait_ready()
    with SteadyLoad([host.url for host in hosts.hosts], key=KEY) as load:
        for number, host in enumerate(hosts.hosts):
            before = load.answers
            assert host.stop() == 0
            hosts.restart(number)
            host.wait_ready()
            while load.answers < before + 20:
                time.sleep(0.1)
    assert [] == load.failures
    with hosts.client(0) as api:
        ends = load.ends(api)
    assert {"succeeded"} == {one["status"] for one in ends}


def worker_hosts(hosts: TwoHosts) -> set[str]:
    """The host names under which living workers are registered."""
    with hosts.redis() as server:
        return {server.hget(key, "hostname").decode() for key in server.smembers("rq:workers")}
