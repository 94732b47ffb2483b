"""How often one visitor, one address or one account may do something."""

from collections import OrderedDict
from dataclasses import dataclass
from inspect import isawaitable
from math import ceil
from typing import TYPE_CHECKING

from pyrate_limiter import GCRA, Duration, InMemoryStateStore, Rate, RedisStateStore, StateStore

from bot.core.errors import AssistantError

if TYPE_CHECKING:
    from redis.asyncio import Redis

#: Keys remembered in memory; the longest unused one is forgotten first.
KEYS_KEPT = 50_000


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """So many times in so long, all at once if wished."""

    #: Part of the key, so that two allowances for one visitor do not share a count.
    name: str
    times: int
    seconds: int

    @property
    def rate(self) -> Rate:
        """Return it in the words of the library."""
        return Rate(self.times, Duration.SECOND * self.seconds)


class TooOftenError(AssistantError):
    """That was asked too often; wait a little."""

    def __init__(self, wait_seconds: int) -> None:
        """Keep how long to wait."""
        super().__init__(f"asked too often; wait {wait_seconds} s")
        self.wait_seconds = wait_seconds


class RateLimiter:
    """Counts in this process, or in Redis when several edges share the visitors."""

    def __init__(self, redis: "Redis[bytes] | None" = None) -> None:
        """Count in Redis when one is given."""
        self._redis = redis
        self._stores: OrderedDict[str, StateStore] = OrderedDict()
        self._algorithm = GCRA()

    async def spend(self, allowance: Allowance, key: str) -> None:
        """Take one off the allowance of this key.

        Raises:
            TooOftenError: Nothing is left; it says how long to wait.
        """
        name = f"rate:{allowance.name}:{key}"
        store = self._store(name)
        now = store.default_clock.now()
        if isawaitable(now):
            now = await now
        decision = store.check(self._algorithm, [allowance.rate], now, 1)
        if isawaitable(decision):
            decision = await decision
        if not decision.allowed:
            raise TooOftenError(ceil((decision.retry_after_ms or 1000) / 1000))

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._redis is not None:
            await self._redis.close()

    def _store(self, name: str) -> StateStore:
        if self._redis is not None:
            return RedisStateStore(self._redis, name)
        store = self._stores.setdefault(name, InMemoryStateStore())
        self._stores.move_to_end(name)
        if len(self._stores) > KEYS_KEPT:
            self._stores.popitem(last=False)
        return store
