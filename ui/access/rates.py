"""How often somebody may do something. Kept in memory: a restart forgets it."""

from __future__ import annotations

import threading
import time
from hashlib import sha256

from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ui.access.settings import AccessSettings

TRIES_S = 300
"""The time that tries are counted for."""
ADDRESS_MAY = 10
"""So many times as much is let happen from one address as for one account."""


class Rates:
    """Counts, by account and by address. Safe to share between threads."""

    def __init__(self, settings: AccessSettings) -> None:
        """Begin at nought."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()  # the storage isn't as safe as it says
        self._questions = RateLimitItemPerMinute(settings.questions_per_minute)
        tries = settings.sign_in_tries
        self._tries = RateLimitItemPerSecond(tries, TRIES_S)
        self._tries_from = RateLimitItemPerSecond(tries * ADDRESS_MAY, TRIES_S)

    def questions(self, account: str, number: int = 1) -> float:
        """Count questions; give how many seconds to wait where there were too many, else 0."""
        cost = min(number, self._questions.amount)  # one long table may use up a minute
        return self._hit((self._questions, "ask", account), cost=cost)

    def attempt(self, what: str, address: str) -> float:
        """Count a try to come in, as an account or by a key; give the seconds to wait, else 0."""
        hashed = sha256(what.encode()).hexdigest()
        return self._hit((self._tries_from, "from", address)) or self._hit(
            (self._tries, "try", hashed)
        )

    def came_in(self, what: str) -> None:
        """Forget the tries of an account or a key that was let in."""
        with self._lock:
            self._limiter.clear(self._tries, "try", sha256(what.encode()).hexdigest())

    def _hit(
        self, of: tuple[RateLimitItemPerMinute | RateLimitItemPerSecond, str, str], cost: int = 1
    ) -> float:
        item, *names = of
        with self._lock:
            if self._limiter.hit(item, *names, cost=cost):
                return 0.0
            reset = self._limiter.get_window_stats(item, *names).reset_time
        return max(1.0, reset - time.time())
