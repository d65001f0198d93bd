"""A client of the service: `Client` for programs that wait, `AsyncClient` for those of asyncio.

    from cleaner.client import Client

    with Client("http://127.0.0.1:8080", key="...") as client:
        job = client.wait(client.submit(url="https://example.org/article"))
        if job.result:
            print(client.body(job.result.content_hash))

Both have the same methods and give back the same values (`cleaner.client.values`). What is submitted carries an
Idempotency-Key of its own, so that a request that is sent again after a broken connection leads to the same job. What
can be tried again is: connections that fail, and the answers 429, 502, 503 and 504, as `Retry-After` says or after a
pause that doubles. Every other refusal is an error of `cleaner.errors`; its `facts` hold the `status`, the problem's
`code` and, where a field does not fit, `errors`.
"""

from cleaner.client.aio import AsyncClient
from cleaner.client.blocking import Client
from cleaner.client.exchange import DEFAULT_URL, Retries
from cleaner.client.values import Batch, Cleaned, Item, Job, JobError, JobResult, Options, Removals

__all__ = [
    "DEFAULT_URL",
    "AsyncClient",
    "Batch",
    "Cleaned",
    "Client",
    "Item",
    "Job",
    "JobError",
    "JobResult",
    "Options",
    "Removals",
    "Retries",
]
