"""What stands of a request whose API was killed while it was being read."""

from __future__ import annotations

import contextlib
import os
import signal
import threading

import httpx
from service_process import RunningService, text_of, wait_until


def test_a_batch_whose_api_was_killed_ends_with_its_reason_and_can_be_sent_again() -> None:
    """In seconds, not after an hour: the batch is final and says why, and its Idempotency-Key is free."""
    body = "".join(f'{{"text": "A line of text number {number}."}}\n' for number in range(8_000)).encode()
    headers = {"content-type": "application/x-ndjson", "idempotency-key": "once"}

    def send() -> None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.post(f"{service.url}/v1/batches", content=body, headers=headers, timeout=60, trust_env=False)

    with RunningService({"CLEANER_STOP_SECONDS": "1"}) as service, service.client() as api:
        for child in service.children("workers.run"):
            os.kill(child, signal.SIGSTOP)  # nobody needs the thousands of texts cleaned
        sending = threading.Thread(target=send)
        sending.start()
        wait_until(lambda: any(one["progress"]["total"] for one in api.get("/v1/batches").json()["items"]))
        for child in service.children("cleaner.app.api.server"):
            os.kill(child, signal.SIGKILL)
        sending.join()
        service.wait_ready()
        (cut,) = api.get("/v1/batches").json()["items"]
        answers = []

        def taken() -> bool:
            answers.append(api.post("/v1/batches", content=body, headers=headers))
            return answers[-1].status_code != 409  # the key is not claimed any more

        wait_until(taken)
        assert answers[-1].status_code == 202
        assert answers[-1].json()["id"] != cut["id"]
        wait_until(lambda: api.get(cut["links"]["self"]).json()["error"] is not None)
        assert api.get(cut["links"]["self"]).json()["error"]["code"] == "interrupted"
        assert api.post("/v1/jobs", json={"text": text_of(1)}).status_code == 202
