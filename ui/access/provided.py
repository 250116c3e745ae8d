"""Accounts of those whom a provider of OpenID Connect knows, bound to its word for who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.errors import AccessError
from ui.access.accounts import Account, Accounts, name_of
from ui.access.principal import Role
from ui.access.settings import Grant


@dataclass(frozen=True, slots=True)
class Provided:
    """Whom a provider vouches for, and what the settings let them do."""

    issuer: str
    subject: str
    name: str
    roles: Mapping[str, Role]
    claims: Mapping[str, Any] = field(default_factory=dict)


def roles_for(claims: Mapping[str, Any], grants: Sequence[Grant]) -> Mapping[str, Role]:
    """Give what somebody may do: all that their e-mail and their claims bring, the most of it."""
    found: dict[str, Role] = {}
    for grant in grants:
        if _fits(claims, grant):
            for collection, name in grant.roles.items():
                role = Role[name.upper()]
                found[collection] = max(role, found.get(collection, role))
    return found


def kept_claims(claims: Mapping[str, Any], grants: Sequence[Grant]) -> Mapping[str, Any]:
    """Give those of somebody's claims that roles may come from."""
    names = {"email", "email_verified", *(one.claim for one in grants if one.claim)}
    return {name: claims[name] for name in sorted(names) if name in claims}


def bring_up_to_date(accounts: Accounts, issuer: str, grants: Sequence[Grant]) -> None:
    """Hold the accounts of all whom a provider knows against who may come in now.

    Whom nothing fits any more is signed out, and their keys open nothing.
    """
    for account in accounts.all():
        if not account.issuer:
            continue
        roles = roles_for(account.claims, grants) if account.issuer == issuer else {}
        if not roles:
            accounts.withdraw(account.name)
        elif roles != account.roles:
            accounts.set_roles(account.name, roles)


def name_for(claims: Mapping[str, Any], issuer: str, subject: str) -> str:
    """Give a name for an account: the verified e-mail, else who they are for the provider."""
    wanted = email_of(claims) or f"{subject}@{issuer.partition('//')[2]}"
    try:
        return name_of(wanted)
    except AccessError:
        from hashlib import sha256

        return f"provided-{sha256(f'{issuer} {subject}'.encode()).hexdigest()[:16]}"


def email_of(claims: Mapping[str, Any]) -> str:
    """Give an e-mail address that the provider says it has verified."""
    email = claims.get("email")
    verified = claims.get("email_verified") is True
    return email.strip().casefold() if isinstance(email, str) and verified else ""


def account_for(found: Provided, accounts: Accounts) -> Account:
    """Give the account that is bound to somebody, made or brought up to date.

    Raises `AccessError` where they may not come in. An account of the same name that isn't bound
    to them is another's: it isn't taken over.
    """
    bound = accounts.bound_to(found.issuer, found.subject)
    if not found.roles:
        raise AccessError(
            "your organisation knows you, but you have no account here; ask an administrator"
        )
    if bound is None:
        return accounts.add(
            found.name,
            found.roles,
            issuer=found.issuer,
            subject=found.subject,
            claims=found.claims,
        )
    if bound.disabled:
        raise AccessError("this account is locked; ask an administrator")
    if bound.roles != found.roles:
        accounts.set_roles(bound.name, found.roles)
    accounts.set_claims(bound.name, found.claims)
    return accounts.get(bound.name)


def _fits(claims: Mapping[str, Any], grant: Grant) -> bool:
    if grant.emails:
        email = email_of(claims)
        return bool(email) and email in {one.strip().casefold() for one in grant.emails}
    told = claims.get(grant.claim)
    held = told if isinstance(told, list) else [told]
    return any(isinstance(one, str) and one in grant.values for one in held)
