"""Accounts, keys and sessions: forged, expired, revoked, replayed; and what each may do."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from rag.errors import AccessError
from tests.ui.access.conftest import PASSWORD, cheap
from ui.access.accounts import Accounts
from ui.access.database import Database, accounts_tables
from ui.access.hashing import Hasher
from ui.access.keys import Keys
from ui.access.principal import EVERY, Role
from ui.access.sessions import IDLE_S, LONGEST_S, Sessions
from ui.access.team import open_team
from ui.server_folder import ServerFolder


class Counting(Hasher):
    """Counts how often a secret is compared with a hash."""

    compared = 0

    def matches(self, kept: str | None, shown: str) -> bool:
        self.compared += 1
        return super().matches(kept, shown)


class Clock:
    """A clock that a test sets."""

    now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "server" / "accounts.db", accounts_tables)
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hasher() -> Counting:
    return Counting(passes=1, memory_kib=8, lanes=1)


@pytest.fixture
def accounts(database: Database, hasher: Counting, clock: Clock) -> Accounts:
    made = Accounts(database, hasher, clock=clock)
    made.add("ada", {EVERY: Role.READER, "minutes": Role.EDITOR}, password=PASSWORD)
    return made


@pytest.fixture
def keys(database: Database, hasher: Counting, clock: Clock) -> Keys:
    return Keys(database, hasher, clock=clock)


@pytest.fixture
def sessions(database: Database, clock: Clock) -> Sessions:
    return Sessions(database, clock=clock)


def test_the_databases_are_their_owner_s_alone(database: Database, accounts: Accounts) -> None:
    assert stat.S_IMODE(database.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(database.path.parent.stat().st_mode) == 0o700


def test_a_name_is_one_however_it_is_typed(accounts: Accounts) -> None:
    assert accounts.with_password(" ADA ", PASSWORD) == accounts.get("Ada")
    with pytest.raises(AccessError, match="already"):
        accounts.add("\uff21da", {EVERY: Role.ADMIN})


@pytest.mark.parametrize("name", ["", "-x", "a b", "a/b", "x" * 101, "a\x00b", "<b>"])
def test_what_can_not_be_a_name_is_told(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccessError, match="can't be an account's name"):
        accounts.add(name, {EVERY: Role.READER})


@pytest.mark.parametrize("password", ["short", "x" * 1_001, "ada-ada-ada1"])
def test_a_weak_password_is_not_taken(accounts: Accounts, password: str) -> None:
    with pytest.raises(AccessError, match="password"):
        accounts.set_password("ada", password)


@pytest.mark.parametrize("name", ["ada", "nobody", "keyless", "locked", "no such name!"])
def test_each_failed_sign_in_does_one_comparison(
    accounts: Accounts, hasher: Counting, name: str
) -> None:
    accounts.add("keyless", {EVERY: Role.READER})
    accounts.add("locked", {EVERY: Role.READER}, password=PASSWORD)
    accounts.disable("locked")
    before = hasher.compared
    wrong = PASSWORD if name == "locked" else "another password"
    assert accounts.with_password(name, wrong) is None
    assert hasher.compared == before + 1


def test_a_key_gives_at_most_what_it_was_made_for_and_the_account_may_now(
    accounts: Accounts, keys: Keys
) -> None:
    ada = accounts.get("ada")
    wide = keys.add(ada, "wide", collections=(EVERY,), role=Role.EDITOR, days=1)
    narrow = keys.add(ada, "narrow", collections=("minutes",), role=Role.READER, days=1)
    found = keys.principal(wide)
    assert found is not None
    assert found.name == "ada"
    assert found.roles == {EVERY: Role.READER, "minutes": Role.EDITOR}
    held = keys.principal(narrow)
    assert held is not None
    assert held.role_in("minutes") is Role.READER
    assert held.role_in("other") is None
    accounts.set_roles("ada", {"other": Role.ADMIN})
    now = keys.principal(wide)
    assert now is not None
    assert now.roles == {"other": Role.EDITOR}
    gone = keys.principal(narrow)
    assert gone is not None
    assert gone.roles == {}


def test_forged_expired_and_revoked_keys_are_no_good(
    accounts: Accounts, keys: Keys, clock: Clock
) -> None:
    ada = accounts.get("ada")
    made, other = (
        keys.add(ada, name, collections=(EVERY,), role=Role.READER, days=1) for name in "ab"
    )
    (_, shown, secret), (_, other_id, _) = made.split("_", 2), other.split("_", 2)
    forged = [
        f"sanad_{other_id}_{secret}",
        f"sanad_{shown}_{secret[:-1]}",
        f"sanad_{shown}_",
        f"sanad_{shown}",
        f"sanad_000000000000_{secret}",
        f"other_{shown}_{secret}",
        f"{made}x",
        f"{made}\u0000",
        "",
        "x" * 10_000,
    ]
    assert [keys.principal(one) for one in forged] == [None] * len(forged)
    assert keys.principal(made) is not None
    keys.revoke(shown)
    assert keys.principal(made) is None  # though it was remembered a moment ago
    clock.now += 86_401
    assert keys.principal(other) is None


def test_an_unknown_id_and_a_wrong_secret_cost_one_comparison_and_a_known_key_none(
    accounts: Accounts, keys: Keys, hasher: Counting
) -> None:
    made = keys.add(accounts.get("ada"), "a", collections=(EVERY,), role=Role.READER, days=1)
    counts = []
    for one in (made, made, f"{made[:-1]}_", f"sanad_000000000000_{made[19:]}"):
        before = hasher.compared
        keys.principal(one)
        counts.append(hasher.compared - before)
    assert counts == [1, 0, 1, 1]


def test_a_session_ends_when_idle_in_any_case_and_at_sign_out(
    accounts: Accounts, sessions: Sessions, clock: Clock
) -> None:
    ada = accounts.get("ada")
    idle, busy, left = (sessions.begin(ada) for _ in range(3))
    sessions.end(left)
    assert sessions.account(left) is None
    clock.now += IDLE_S - 1
    assert sessions.account(busy) == ada
    clock.now += 2
    assert sessions.account(idle) is None
    ends = 1_000_000_000.0 + LONGEST_S
    for _ in range(int(LONGEST_S / IDLE_S) - 1):
        clock.now += IDLE_S - 10
        assert sessions.account(busy) == ada
    clock.now = ends - 1
    assert sessions.account(busy) == ada
    clock.now = ends
    assert sessions.account(busy) is None


@pytest.mark.parametrize("forged", ["", "x", "0" * 43, "' OR 1=1 --"])
def test_a_forged_session_is_nobody_s(accounts: Accounts, sessions: Sessions, forged: str) -> None:
    sessions.begin(accounts.get("ada"))
    assert sessions.account(forged) is None


def test_who_is_disabled_or_removed_loses_sessions_and_keys_at_once(
    accounts: Accounts, sessions: Sessions, keys: Keys
) -> None:
    ada = accounts.get("ada")
    session = sessions.begin(ada)
    key = keys.add(ada, "a", collections=(EVERY,), role=Role.READER, days=1)
    assert keys.principal(key)
    accounts.disable("ada")
    assert (sessions.account(session), keys.principal(key)) == (None, None)
    assert accounts.with_password("ada", PASSWORD) is None
    accounts.disable("ada", disabled=False)  # what it had before stays lost
    assert (sessions.account(session), keys.principal(key)) == (None, None)
    again = sessions.begin(ada)
    accounts.set_password("ada", "another password")
    assert sessions.account(again) is None
    accounts.remove("ada")
    accounts.add("ada", {EVERY: Role.READER}, password=PASSWORD)  # another, of the same name
    assert keys.principal(key) is None


def test_no_secret_stands_in_the_database(
    database: Database, accounts: Accounts, sessions: Sessions, keys: Keys
) -> None:
    ada = accounts.get("ada")
    session = sessions.begin(ada)
    key = keys.add(ada, "a", collections=(EVERY,), role=Role.READER, days=1)
    keys.principal(key)
    with sqlite3.connect(database.path) as connection:
        kept = "\n".join(connection.iterdump())
    connection.close()
    assert "ada" in kept
    for secret in (PASSWORD, session, key.split("_", 2)[2]):
        assert secret not in kept


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "accounts.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (id)")
    connection.close()
    with pytest.raises(AccessError, match="something else"):
        Database(file, accounts_tables)
    file.write_bytes(b"no database at all, but some words" * 100)
    with pytest.raises(AccessError, match="can't be used"):
        Database(file, accounts_tables)


def test_new_databases_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    together = Barrier(6)

    def opened(path: Path) -> None:
        together.wait()
        Database(path, accounts_tables).close()

    with ThreadPoolExecutor(6) as pool:
        for turn in range(10):
            list(pool.map(opened, [tmp_path / f"{turn}.sqlite3"] * 6))


def test_the_costs_of_a_hash_are_those_that_rfc_9106_names() -> None:
    assert Hasher().hash(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_hash_of_other_costs_is_made_anew_at_sign_in(database: Database) -> None:
    Accounts(database, cheap()).add("eve", {EVERY: Role.READER}, password=PASSWORD)
    stronger = Accounts(database, Hasher(passes=2, memory_kib=16, lanes=1))
    assert stronger.with_password("eve", PASSWORD)
    with sqlite3.connect(database.path) as connection:
        [(kept,)] = connection.execute("SELECT password FROM accounts WHERE name = 'eve'")
    connection.close()
    assert "m=16,t=2" in kept
    assert stronger.with_password("eve", PASSWORD)


def test_a_file_of_the_version_before_is_taken_over(tmp_path: Path) -> None:
    made = open_team(ServerFolder(tmp_path), hasher=cheap())
    made.accounts.add("ada", {EVERY: Role.ADMIN}, password=PASSWORD)
    made.close()
    for name in ("accounts.db", "audit.db"):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as there:
            if name == "accounts.db":
                there.execute("ALTER TABLE accounts DROP COLUMN claims")
            there.execute("PRAGMA user_version = 1")
    for _ in range(2):
        again = open_team(ServerFolder(tmp_path), hasher=cheap())
        assert again.accounts.get("ada").claims == {}
        assert again.accounts.with_password("ada", PASSWORD) is not None
        again.close()
