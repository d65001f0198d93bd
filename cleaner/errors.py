"""Everything that can go wrong, as one tree.

    CleanerError
      InputError                  what was handed in cannot be used
        UnsupportedMedia          binary, PDF, image, ...
        TooLarge                  over a byte limit
        Malformed                 broken JSON, JSONL, archive
        NotReadable               a file or stream that cannot be read
      FetchError                  a URL that could not be fetched
        BlockedAddress            the address guard refused it
        BadUrl                    scheme, port, userinfo, control characters
        HostNotFound              the resolver says that there is no such name, or none with an address
        RobotsDenied              robots.txt says no
        FetchTimeout              the total deadline passed
        HttpStatus                the server answered with an error
        TransferBroken            truncated, bad length, bad compression, TLS, protocol
      ConfigError                 settings, rule packs or the environment are wrong
        BadPack                   a phrase or site pack, with file and line
      StoreError                  the store cannot be reached, is full or read-only
        NotFound                  no such body, source or job
        Gone                      known once, expired or purged
        Corrupt                   stored bytes do not match their content hash
      QueueError                  Redis cannot be reached or refuses
        QueueFull                 backpressure
      ExtractTimeout              a page used up its time in a worker
      OutOfMemory                 a page used up its memory in a worker
      WorkerLost                  the worker died at this page
      Quarantined                 a page that killed its workers is refused

Each error carries what it is about (`subject`) and any figures as attributes, has a `code` that users see,
one HTTP status and one exit code, and prints as one clear line. This module imports nothing of ours.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import ClassVar


class Code(StrEnum):
    """Machine-readable error codes, as they stand in job records, manifests and problem documents."""

    INTERNAL = "internal"
    BAD_INPUT = "bad-input"
    UNSUPPORTED_MEDIA = "unsupported-media"
    TOO_LARGE = "too-large"
    MALFORMED = "malformed"
    NOT_READABLE = "not-readable"
    FETCH_FAILED = "fetch-failed"
    BLOCKED_ADDRESS = "blocked-address"
    BAD_URL = "bad-url"
    HOST_NOT_FOUND = "host-not-found"
    ROBOTS_DENIED = "robots-denied"
    FETCH_TIMEOUT = "fetch-timeout"
    HTTP_STATUS = "http-status"
    TRANSFER_BROKEN = "transfer-broken"
    BAD_CONFIG = "bad-config"
    BAD_PACK = "bad-pack"
    STORE_UNAVAILABLE = "store-unavailable"
    NOT_FOUND = "not-found"
    GONE = "gone"
    CORRUPT = "corrupt"
    QUEUE_UNAVAILABLE = "queue-unavailable"
    QUEUE_FULL = "queue-full"
    EXTRACT_TIMEOUT = "extract-timeout"
    OUT_OF_MEMORY = "out-of-memory"
    WORKER_LOST = "worker-lost"
    QUARANTINED = "quarantined"


class ExitCode(IntEnum):
    """What the command line returns."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    BAD_INPUT = 3
    BAD_CONFIG = 4
    UNAVAILABLE = 5
    INTERRUPTED = 130


class CleanerError(Exception):
    """Base of every error raised on purpose. `subject` is what it is about; `facts` are its figures."""

    code: ClassVar[Code] = Code.INTERNAL
    http_status: ClassVar[int] = 500
    exit_code: ClassVar[ExitCode] = ExitCode.SOME_FAILED

    def __init__(self, message: str, *, subject: str = "", **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}" if self.subject else self.message


class InputError(CleanerError):
    """What was handed in cannot be used."""

    code = Code.BAD_INPUT
    http_status = 422
    exit_code = ExitCode.BAD_INPUT


class UnsupportedMedia(InputError):
    """Neither a page nor a text: an image, a PDF, an archive, noise."""

    code = Code.UNSUPPORTED_MEDIA
    http_status = 415


class TooLarge(InputError):
    """Over a byte limit; `limit` (and `size`, where known) are in the facts, in bytes."""

    code = Code.TOO_LARGE
    http_status = 413


class Malformed(InputError):
    """Broken JSON, JSONL or archive; the place is in the message."""

    code = Code.MALFORMED
    http_status = 400


class NotReadable(InputError):
    """A file or stream that cannot be read."""

    code = Code.NOT_READABLE
    http_status = 422


class FetchError(CleanerError):
    """A URL could not be fetched."""

    code = Code.FETCH_FAILED
    http_status = 502
    exit_code = ExitCode.SOME_FAILED


class BlockedAddress(FetchError):
    """The address guard refused to connect: private, loopback, link-local, metadata, bad port."""

    code = Code.BLOCKED_ADDRESS
    http_status = 422


class BadUrl(FetchError):
    """Not an http(s) URL that may be fetched."""

    code = Code.BAD_URL
    http_status = 422


class HostNotFound(FetchError):
    """The resolver says that there is no such name, or none with an address; it was not merely silent."""

    code = Code.HOST_NOT_FOUND


class RobotsDenied(FetchError):
    """The host's robots.txt asks not to fetch this."""

    code = Code.ROBOTS_DENIED
    http_status = 403


class FetchTimeout(FetchError):
    """The total deadline passed before the whole answer was there."""

    code = Code.FETCH_TIMEOUT
    http_status = 504


class HttpStatus(FetchError):
    """The server answered with an error; `status` is in the facts, `retry_after` seconds where given."""

    code = Code.HTTP_STATUS


class TransferBroken(FetchError):
    """Truncated, wrong length, bad compression, TLS failure or a protocol error."""

    code = Code.TRANSFER_BROKEN


class ConfigError(CleanerError):
    """Settings or the environment are wrong."""

    code = Code.BAD_CONFIG
    http_status = 500
    exit_code = ExitCode.BAD_CONFIG


class BadPack(ConfigError):
    """A phrase or site pack cannot be used; the subject is FILE:LINE."""

    code = Code.BAD_PACK


class StoreError(CleanerError):
    """The store cannot be reached, is full or read-only."""

    code = Code.STORE_UNAVAILABLE
    http_status = 503
    exit_code = ExitCode.UNAVAILABLE


class NotFound(StoreError):
    """No such body, source, job or batch."""

    code = Code.NOT_FOUND
    http_status = 404
    exit_code = ExitCode.BAD_INPUT


class Gone(StoreError):
    """Known once; expired or purged since."""

    code = Code.GONE
    http_status = 410
    exit_code = ExitCode.BAD_INPUT


class Corrupt(StoreError):
    """Stored bytes do not match their content hash."""

    code = Code.CORRUPT
    http_status = 410


class QueueError(CleanerError):
    """Redis cannot be reached or refuses to work."""

    code = Code.QUEUE_UNAVAILABLE
    http_status = 503
    exit_code = ExitCode.UNAVAILABLE


class QueueFull(QueueError):
    """The service has as much waiting as it may take on."""  # what a client is told; `retry_after` is in the facts

    code = Code.QUEUE_FULL


class ExtractTimeout(CleanerError):
    """A page used up its CPU or wall time in a worker."""

    code = Code.EXTRACT_TIMEOUT


class OutOfMemory(CleanerError):
    """A page used up its memory in a worker."""

    code = Code.OUT_OF_MEMORY


class WorkerLost(CleanerError):
    """The worker died while it held this page."""

    code = Code.WORKER_LOST


class Quarantined(CleanerError):
    """A page that killed its workers is refused until an operator frees it."""

    code = Code.QUARANTINED
    http_status = 409
