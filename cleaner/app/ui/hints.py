"""What a reader can do about an error, by its code."""

from __future__ import annotations

HINTS = {
    "blocked-address": "Addresses inside a network are not fetched. An operator can allow single hosts with "
    "CLEANER_FETCH_ALLOW. You can also paste the page's HTML.",
    "robots-denied": "The site's robots.txt asks programs to stay away. Open the page yourself and paste its HTML.",
    "http-status": "The site answered with an error. If the page opens in your browser, paste its HTML.",
    "host-not-found": "There is no site of that name: look at the address again.",
    "fetch-timeout": "The site took too long. Trying again later often helps.",
    "transfer-broken": "The site broke off in the middle. Trying again often helps.",
    "fetch-failed": "The site could not be reached. Trying again later may help.",
    "bad-url": "Only http and https addresses without a password in them are fetched.",
    "unsupported-media": "HTML, plain text, and archives of them (zip, WARC, JSONL) can be cleaned. Of a PDF or an "
    "office file paste the text.",
    "too-large": "Give it in parts, or raise the limit (CLEANER_MAX_BYTES).",
    "extract-timeout": "This input takes longer than one page may. It is not tried again by itself.",
    "out-of-memory": "This input takes more memory than one page may.",
    "worker-lost": "The process that cleaned it died. Trying again is safe: after two deaths an input is put aside.",
    "quarantined": "This input killed its workers and is put aside; an operator can free it.",
    "queue-full": "It is the service, not your input: try again in a moment.",
    "queue-unavailable": "It is the service, not your input: its queue does not answer. Try again in a moment.",
    "store-unavailable": "It is the service, not your input: its store does not answer. Try again in a moment.",
    "internal": "It is the service, not your input. Trying again may help; if not, its operator finds "
    "the reason in the log under the number below.",
    "too-many-requests": "Wait a minute and load the page again.",
    "method-not-allowed": "This address belongs to a form. Go back to the page with the form and use it there.",
    "bad-host": "An operator can allow the name with CLEANER_ALLOWED_HOSTS.",
    "not-found": "The address may be mistyped, or what it led to was deleted or is another key's.",
}


def hint_for(code: str) -> str:
    """A sentence that says what would help against an error of this code; "" where there is no good advice."""
    return HINTS.get(code, "")
