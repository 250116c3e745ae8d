"""What a team's server lets happen how often, and for how long: ``access.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from rag.errors import SettingsError
from ui.access.site import is_loopback

Many = Annotated[int, Field(ge=1, le=1_000_000_000)]


class Grant(BaseModel):
    """Who of a provider's may come in, and what they may do: by e-mail or by a claim."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    emails: tuple[str, ...] = ()
    """Of those that the provider says it has verified."""
    claim: str = ""
    values: tuple[str, ...] = ()
    roles: Mapping[str, Literal["reader", "editor", "admin"]] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_who(self) -> Grant:
        if bool(self.emails) == bool(self.claim and self.values):
            raise ValueError("it needs either emails, or a claim and values")
        return self


class OidcSettings(BaseModel):
    """A provider of OpenID Connect. Its secret stands in a file or in SANAD_OIDC_SECRET."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issuer: str
    client_id: str = Field(min_length=1)
    secret_file: Path | None = None
    scope: str = "openid email profile"
    who: tuple[Grant, ...] = Field(min_length=1)

    @field_validator("issuer")
    @classmethod
    def _is_safe(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        bare = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if not parts.hostname or (parts.scheme != "https" and not bare):
            raise ValueError("an issuer begins with https://")
        return issuer


class AccessSettings(BaseModel):
    """Each has a default; the file may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions_per_minute: Many = 60
    """Of one account, over all its sessions and keys."""
    sign_in_tries: Many = 10
    """For one account's name in five minutes; ten times as many from one address."""
    session_idle_hours: Annotated[float, Field(gt=0, le=8_760)] = 12
    session_days: Annotated[float, Field(gt=0, le=366)] = 7
    audit_days: Many = 400
    audit_rows: Many = 1_000_000
    oidc: OidcSettings | None = None


def read_settings(path: Path) -> AccessSettings:
    """Read the settings. Raises `SettingsError` that names what is wrong."""
    try:
        found = yaml.safe_load(path.read_text("utf-8")) or {}
    except FileNotFoundError:
        return AccessSettings()
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} can't be read ({error}); mend it") from error
    try:
        return AccessSettings.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise SettingsError(f"{path}: {where}: {first['msg']}; correct it there") from error
