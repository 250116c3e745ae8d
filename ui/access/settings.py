"""What a team's server lets happen how often, and for how long: ``access.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import SettingsError

Many = Annotated[int, Field(ge=1, le=1_000_000_000)]


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
