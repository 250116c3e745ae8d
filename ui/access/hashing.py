"""Passwords and the secrets of keys, hashed with Argon2id."""

from __future__ import annotations

import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Hasher:
    """Hashes and compares. One comparison costs the same whether there is a hash or not.

    The costs are RFC 9106's second choice: three passes over 64 MiB, four lanes.
    """

    def __init__(self, *, passes: int = 3, memory_kib: int = 65_536, lanes: int = 4) -> None:
        """Take other costs for tests only."""
        self._argon2 = PasswordHasher(passes, memory_kib, lanes)

    @cached_property
    def nobody(self) -> str:
        """A hash that no secret matches. Have it made before anybody can time it."""
        return self._argon2.hash(secrets.token_urlsafe())

    def hash(self, secret: str) -> str:
        """Give the hash of a secret, with its salt and costs."""
        return self._argon2.hash(secret)

    def matches(self, kept: str | None, shown: str) -> bool:
        """Say whether a secret is the one that was hashed; without a hash it never is."""
        try:
            self._argon2.verify(kept or self.nobody, shown)
        except (VerificationError, InvalidHashError):
            return False
        return bool(kept)

    def is_cheap(self, kept: str) -> bool:
        """Say whether a hash was made at other costs than today's."""
        return self._argon2.check_needs_rehash(kept)
