"""One attempt to tell a webhook's receiver."""

from __future__ import annotations

import json

from cleaner.errors import CleanerError
from cleaner.ledger import hooks
from cleaner.service import notes
from cleaner.service.context import ServiceContext
from cleaner.service.logs import logger
from cleaner.web.fetch import Fetcher
from cleaner.web.webhooks import GONE, deliver


def deliver_hook(context: ServiceContext, fetcher: Fetcher, name: str) -> int:
    """1 if there was a delivery of this name; how it went stands in the ledger."""
    store, config = context.store, context.config
    hook = hooks.find_hook(store.engine, name)
    if hook is None:
        return 0
    now = store.clock()
    kind = "batches" if hook.event.startswith("batch.") else "jobs"
    payload = {
        "type": hook.event,
        "timestamp": round(now, 3),
        "data": {"id": hook.subject, "links": {"self": f"/v1/{kind}/{hook.subject}"}},
    }
    body = json.dumps(payload, separators=(",", ":")).encode()
    try:
        deliver(hook.url, hook.id, int(now), body, secrets=config.webhook_secrets, guard=fetcher.guard, tls=fetcher.tls)
    except CleanerError as error:
        final = error.facts.get("status") == GONE
        hooks.mark_refused(store.engine, name, hook.attempts + 1, str(error), store.clock(), final=final)
        notes.count(context.redis, {"webhooks|failed": 1})
        logger().warning("webhook-refused", hook=name, code=error.code.value, attempt=hook.attempts + 1)
        return 1
    hooks.mark_delivered(store.engine, name)
    notes.count(context.redis, {"webhooks|delivered": 1})
    return 1
