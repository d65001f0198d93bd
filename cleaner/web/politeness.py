"""How often one host is asked, across all workers: leases, delays and pauses held in Redis.

Every question is one Lua script, so that no two workers see the same free place, and the clock is the
server's, so that theirs need not agree. Nothing here sleeps: a worker that may not fetch now is told how long
to put the work off, and later askers are told later times, so that a thousand URLs of one host come back one
after another and not all at once. A lease ends by itself when its worker dies.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import redis
from redis.commands.core import Script

from cleaner.errors import QueueError

MAX_PAUSE = 86_400.0  # seconds; a host may not pause us for longer at once
MAX_WAIT = 600.0  # seconds; the latest time an asker is sent away to, pauses apart
LEASE = 60.0  # seconds; longer than any fetch with its robots.txt may take

# Times are the server's, in ms. A time further ahead than its own limit is left over from before the clock was
# set back, and is cut to that limit.
ACQUIRE = """
local leases, state = KEYS[1], KEYS[2]
local limit, delay, ttl = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local token, max_wait, max_pause = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function stored(name, most)
  return math.min(tonumber(redis.call('HGET', state, name) or 0), now + most)
end
redis.call('ZREMRANGEBYSCORE', leases, '-inf', now)
redis.call('ZREMRANGEBYSCORE', leases, now + ttl + 1, '+inf')
local pause = stored('pause', max_pause)
local open = math.max(stored('next', max_wait), pause)
local full = redis.call('ZCARD', leases) >= limit
if open <= now and not full then
  redis.call('ZADD', leases, now + ttl, token)
  redis.call('PEXPIRE', leases, ttl)
  redis.call('HSET', state, 'next', now + delay)
  redis.call('PEXPIRE', state, math.max(delay, ttl, stored('slot', max_wait) - now))
  return 0
end
local step = math.max(math.floor(delay), 200)
local base = open
if full then base = math.max(open, now + step) end
local slot = math.max(base, stored('slot', max_wait + max_pause) + step)
slot = math.min(slot, math.max(now, pause) + max_wait)
redis.call('HSET', state, 'slot', slot)
redis.call('PEXPIRE', state, slot - now + ttl)
return math.max(slot - now, 1)
"""
PAUSE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local most, wish = tonumber(ARGV[2]), tonumber(ARGV[1])
local known = math.min(tonumber(redis.call('HGET', KEYS[1], 'pause') or 0), now + most)
local pause = math.max(known, now + math.min(wish, most))
redis.call('HSET', KEYS[1], 'pause', pause)
redis.call('PEXPIRE', KEYS[1], math.max(pause - now, redis.call('PTTL', KEYS[1])))
return pause - now
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to one fetch from a host, until it is released or runs out."""

    host: str
    token: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: ask again in this many seconds (more than 0)."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Politeness:
    """At most `limit` fetches from one host at a time, their starts at least `delay` seconds apart.

    All methods raise `QueueError` if Redis cannot be reached.
    """

    connection: redis.Redis
    limit: int = 2
    delay: float = 1.0
    lease: float = LEASE
    prefix: str = "cleaner:host:"
    _acquire: Script = field(init=False, repr=False, compare=False)
    _pause: Script = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_acquire", self.connection.register_script(ACQUIRE))
        object.__setattr__(self, "_pause", self.connection.register_script(PAUSE))

    def acquire(self, host: str, delay: float | None = None) -> Lease | Wait:
        """A lease on the host, or how many seconds to wait.

        `delay`, a Crawl-delay in seconds, counts where it is the longer one. Raises QueueError.
        """
        token = secrets.token_hex(8)
        apart = max(self.delay, delay or 0.0)
        arguments = (self.limit, ms(apart), ms(self.lease), token, ms(max(MAX_WAIT, apart)), ms(MAX_PAUSE))
        wait = self._run(self._acquire, host, [self._leases(host), self._state(host)], arguments)
        return Wait(wait / 1000) if wait else Lease(host, token)

    def release(self, lease: Lease) -> bool:
        """Give a lease back; False if it had run out. The delay since its start still holds. Raises QueueError."""
        try:
            return bool(self.connection.zrem(self._leases(lease.host), lease.token))
        except redis.RedisError as problem:
            raise QueueError(str(problem), subject=lease.host) from problem

    def pause(self, host: str, seconds: float) -> float:
        """Let nobody fetch from the host for so long (`Retry-After`); a pause is never shortened.

        Returns the seconds for which the host is now paused, at most a day.
        """
        return self._run(self._pause, host, [self._state(host)], (ms(max(seconds, 0.0)), ms(MAX_PAUSE))) / 1000

    def _run(self, script: Script, host: str, keys: list[str], arguments: tuple[int | str, ...]) -> int:
        try:
            return int(script(keys=keys, args=arguments))
        except redis.RedisError as problem:
            raise QueueError(str(problem), subject=host) from problem

    def _leases(self, host: str) -> str:
        return f"{self.prefix}{{{host}}}:leases"

    def _state(self, host: str) -> str:
        return f"{self.prefix}{{{host}}}:state"


def ms(seconds: float) -> int:
    """Whole milliseconds, rounded up."""
    return -int(-seconds * 1000 // 1)
