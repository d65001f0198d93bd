"""Every method of the clients as a plan of requests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

import httpx

from cleaner.client import exchange, values
from cleaner.client.exchange import Call, Plan, Retries, idempotent
from cleaner.client.values import Batch, Cleaned, Item, Job, Removals
from cleaner.errors import InputError, NotReadable

NDJSON = "application/x-ndjson"


class Plans:
    """The requests of one service at `base`."""

    def __init__(self, base: str, retries: Retries) -> None:
        self._base = base
        self._retries = retries

    def answer(self, call: Call) -> Plan[httpx.Response]:
        """The answer to one call."""
        return exchange.send_with_retries(call, self._retries, base=self._base)

    def clean(self, given: Mapping[str, Any]) -> Plan[Cleaned]:
        """The result of a text or a page, stored nowhere."""
        answer = yield from self.answer(Call("POST", "/v1/clean", json=one_input(given, "html", "text")))
        return values.cleaned_of(answer.json())

    def submit(self, given: Mapping[str, Any]) -> Plan[Job]:
        """The job of one input."""
        call = Call("POST", "/v1/jobs", json=one_input(given, "url", "html", "text"))
        answer = yield from self.answer(idempotent(call))
        return values.job_of(answer.json())

    def submit_file(self, path: Path, said: Mapping[str, Any]) -> Plan[Job | Batch]:
        """The job of a file, or the batch of one that holds many items. Raises NotReadable."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise NotReadable(error.strerror or "cannot be read", subject=str(path)) from error
        call = Call("POST", "/v1/jobs", files={"file": (path.name, content)}, form=as_fields(said))
        answer = yield from self.answer(idempotent(call))
        return values.accepted_of(answer.json())

    def submit_items(self, items: Iterable[Mapping[str, Any]], said: Mapping[str, Any]) -> Plan[Batch]:
        """The batch of these items, sent as lines of JSON."""
        content = b"".join(json.dumps(dict(item)).encode() + b"\n" for item in items)
        return (yield from self.submit_content(content, NDJSON, said))

    def submit_content(self, content: bytes | IO[bytes], media: str, said: Mapping[str, Any]) -> Plan[Batch]:
        """The batch of a body that holds many items; `media` says how."""
        headers = {"content-type": media}
        call = Call("POST", "/v1/batches", query=as_fields(said), headers=headers, content=content)
        answer = yield from self.answer(idempotent(call))
        return values.batch_of(answer.json())

    def status(self, name: str, wait: float) -> Plan[Job | Batch]:
        """A job or a batch, after at most `wait` seconds for its end."""
        answer = yield from self.answer(Call("GET", at(name), query={"wait": wait} if wait else {}))
        return values.accepted_of(answer.json())

    def act(self, method: str, path: str) -> Plan[Job | Batch]:
        """A job or a batch after what was done to it."""
        answer = yield from self.answer(Call(method, path))
        return values.accepted_of(answer.json())

    def page(self, path: str) -> Plan[tuple[list[Item], str | None]]:
        """Some items of a batch and the path of the following ones."""
        answer = yield from self.answer(Call("GET", path))
        found = answer.json()
        return [values.item_of(one) for one in found["items"]], found["next"]

    def body(self, content_hash: str, form: str, source: str | None) -> Plan[bytes]:
        """A clean body in a form."""
        answer = yield from self.answer(_of_body(content_hash, "", source, format=form))
        return answer.content

    def original(self, content_hash: str, source: str | None) -> Plan[bytes]:
        """The bytes that a body was cleaned from."""
        answer = yield from self.answer(_of_body(content_hash, "/original", source))
        return answer.content

    def removals(self, content_hash: str, source: str | None) -> Plan[Removals]:
        """What was cut from a source of a body."""
        answer = yield from self.answer(_of_body(content_hash, "/removals", source))
        return values.removals_of(answer.json())


def _of_body(content_hash: str, part: str, source: str | None, **query: str) -> Call:
    """What asks for a body or for what belongs to it, of one of its sources or of any."""
    return Call("GET", f"/v1/bodies/{content_hash}{part}", query=query | ({"source": source} if source else {}))


def one_input(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """What was given, what is None left out. Raises InputError unless exactly one of these names is there."""
    plain = {name: value for name, value in given.items() if value is not None}
    if sum(name in plain for name in names) != 1:
        raise InputError(f"exactly one of {', '.join(names)} is needed")
    return plain


def as_fields(said: Mapping[str, Any]) -> dict[str, str]:
    """Options as a query or a form has them: text as it is, everything else as JSON."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in said.items()}


def at(name: str) -> str:
    """The path of a job or a batch: a job's id holds a dash, a batch's does not."""
    return f"/v1/jobs/{name}" if "-" in name else f"/v1/batches/{name}"


def items_at(batch: str, status: str | None) -> str:
    """The path of a batch's items, of one status or all."""
    return f"{at(batch)}/items?limit=1000" + (f"&status={status}" if status else "")
