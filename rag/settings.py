"""Everything that can be set, read once at the edge and passed down."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from rag.errors import SettingsError
from rag.index_folder import index_folder

TOML_FILE = "sanad.toml"
PREFIX = "SANAD_"
LLM_KEY = "SANAD_LLM_KEY"
"""The key for an OpenAI-compatible server: read from the environment where it is used, and kept
out of the settings, which are printed and recorded."""
SECRETS = ("SANAD_OIDC_SECRET", "SANAD_CATALOGUE_PASSWORD", "SANAD_CHROMA_TOKEN")
NO_SETTINGS = (LLM_KEY, "SANAD_SERVER", *SECRETS)
"""Variables of ours that are no settings: secrets, and the folder of a team's server."""
BUNDLED = "bundled"


@dataclass(frozen=True, slots=True)
class Servers:
    """The addresses of the servers that keep an index: PostgreSQL's, and Chroma's."""

    catalogue: str
    chroma: str


class Settings(BaseSettings):
    """Settings from ``SANAD_*`` variables, then ``sanad.toml`` here, then these defaults."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=TOML_FILE, extra="forbid", frozen=True
    )

    corpus: Path = Field(Path("corpus"), description="Folder with the source documents.")
    store: Path | None = Field(
        None, description="Folder of the index; by default one for each corpus, below .sanad."
    )
    embedder: str = Field(
        BUNDLED,
        description="'bundled', or the name or folder of a sentence-transformers model.",
    )
    reranker: str | None = Field(
        None,
        description="Name or folder of a sentence-transformers cross-encoder.",
    )
    verifier: str = Field(
        BUNDLED,
        description="'bundled', the name or folder of a cross-encoder for entailment, or a "
        "language model as 'llm' names one.",
    )
    dtype: Literal["auto", "float32", "bfloat16"] = Field(
        "auto",
        description="Number format in which the embedder computes; 'auto' is bfloat16 where the "
        "processor has it, else float32.",
    )
    llm: str | None = Field(
        None,
        description="Language model that writes the answers: 'openai-like:NAME@URL', "
        "'ollama:NAME', 'openai:NAME', 'anthropic:NAME' or 'gguf:FILE'. Its key comes from the "
        "environment alone.",
    )
    llm_timeout: float = Field(
        60.0, gt=0, le=3600, description="Seconds that the language model has for an answer."
    )
    llm_cache: Path | None = Field(
        None,
        description="Folder that keeps the language model's replies, to be had again for the "
        "same prompt.",
    )
    strict: bool = Field(
        False, description="Withhold what a language model wrote unless it's verified."
    )
    refuse: bool = Field(
        True,
        description="Say so where the documents seem not to answer. Switched off, a language "
        "model is asked all the same; what is verified of what it writes is shown.",
    )

    notebook: bool = Field(
        True,
        description="Keep conversations and pinned quotes beside the index, in notebook.db.",
    )

    catalogue_url: str | None = Field(
        None,
        description="PostgreSQL's address, 'postgresql://USER@HOST:PORT/NAME', for an index that "
        "several machines share. The password comes from SANAD_CATALOGUE_PASSWORD alone.",
    )
    chroma_url: str | None = Field(
        None,
        description="Chroma's address, 'http://HOST:PORT', beside 'catalogue_url'. A token for "
        "it comes from SANAD_CHROMA_TOKEN alone.",
    )

    @property
    def servers(self) -> Servers | None:
        """The servers that keep the index, None where it's in a folder."""
        if self.catalogue_url is None or self.chroma_url is None:
            return None
        return Servers(self.catalogue_url, self.chroma_url)

    @property
    def store_folder(self) -> Path:
        """The index's folder: as set, or named after the corpus folder so that two don't mix."""
        if self.store is not None:
            return self.store.expanduser()
        return index_folder(self.corpus)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take arguments first, then the environment, then the TOML file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**overrides: Any) -> Settings:
    """Build the settings. Raises `SettingsError` that names the key and what is wrong with it."""
    for name in os.environ:
        key = name.removeprefix(PREFIX).lower()
        if name.startswith(PREFIX) and key not in Settings.model_fields and name not in NO_SETTINGS:
            raise SettingsError(f"{name} is not a setting{_did_you_mean(key)}")
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        hint = _did_you_mean(key) if first["type"] == "extra_forbidden" else ""
        raise SettingsError(f"setting {key!r}: {first['msg']}{hint}") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f"{TOML_FILE} can't be read: {error}") from error
    _check_servers(settings)
    for name in ("corpus", "store", "llm_cache"):
        path = getattr(settings, name)
        try:
            _ = path and path.expanduser()
        except RuntimeError as error:
            raise SettingsError(
                f"setting {name!r}: {path} can't be found, as whose home that is isn't known; "
                "write the path in full"
            ) from error
    return settings


def _check_servers(settings: Settings) -> None:
    """Raise `SettingsError` where the servers of an index aren't named as they have to be."""
    schemes = {"catalogue_url": ("postgresql",), "chroma_url": ("http", "https")}
    if (settings.catalogue_url is None) != (settings.chroma_url is None):
        raise SettingsError("set SANAD_CATALOGUE_URL and SANAD_CHROMA_URL, or neither of them")
    for name, known in schemes.items():
        url = getattr(settings, name)
        if url is None:
            continue
        try:
            parts = urlsplit(url)
            wrong = parts.scheme not in known or (parts.port or 1) < 1
        except ValueError:
            wrong, parts = True, urlsplit("")
        if wrong:
            raise SettingsError(f"setting {name!r}: this is no address; write {known[0]}://HOST")
        if parts.password:
            raise SettingsError(
                f"setting {name!r} has a password in it, and settings are shown; take it out, and "
                "set SANAD_CATALOGUE_PASSWORD or SANAD_CHROMA_TOKEN"
            )


def _did_you_mean(key: str) -> str:
    known = sorted(Settings.model_fields)
    close = difflib.get_close_matches(key.lower(), known, 1)
    names = [f"{PREFIX}{name.upper()}" for name in (close or known)]
    return f"; did you mean {names[0]}?" if close else f"; the settings are {', '.join(names)}"
