"""Builds the language model that a setting names, through LlamaIndex's integration for it.

Keys come from the environment alone and go nowhere but to the client.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from rag.errors import ModelError, SettingsError
from rag.llm.client import LanguageModel, Prompt, Served
from rag.llm.proxies import network_problem, without_proxies
from rag.llm.reply_cache import Remembered
from rag.settings import LLM_KEY, Settings

CONTEXT_TOKENS = 8192
REPLY_TOKENS = 1024
LIKELIEST = 20
"""Tokens whose probabilities are asked for: the most that OpenAI gives."""
FORMS = "openai-like:NAME@URL, ollama:NAME, openai:NAME, anthropic:NAME or gguf:FILE"
OPENAI_URL = "https://api.openai.com/v1"
OLLAMA_URL = "http://127.0.0.1:11434"
ANTHROPIC_URL = "https://api.anthropic.com"


@dataclass(frozen=True, slots=True)
class Spec:
    """A setting taken apart: which provider, which model, and where, if that is said."""

    provider: str
    model: str
    url: str = ""

    @property
    def name(self) -> str:
        """What it's called in messages and records: safe to print, and not too long."""
        model = re.sub(r"[^\w.:/-]", "?", self.model)[:80]
        return f"{self.provider}:{model}"

    @property
    def address(self) -> str:
        """Where it's asked; nothing for a file that this program runs itself."""
        if self.provider == "gguf":
            return ""
        if self.provider == "anthropic" and not self.url:
            return os.environ.get("ANTHROPIC_BASE_URL") or ANTHROPIC_URL
        return self.url or OPENAI_URL

    @property
    def local(self) -> bool:
        """Whether what it's asked stays on this machine."""
        host = urlsplit(self.address).hostname or ""
        return self.provider == "gguf" or host in ("localhost", "::1") or host.startswith("127.")


def names_llm(text: str) -> bool:
    """Say whether a setting is meant for a language model, and no folder's or hub's name."""
    provider, colon, _ = text.strip().partition(":")
    return bool(colon) and provider in _BUILDERS


def parse_spec(text: str, setting: str = "llm") -> Spec:
    """Take what a setting says apart. Raises `SettingsError`."""
    provider, _, rest = text.strip().partition(":")
    if not names_llm(text) or not rest.strip():
        raise SettingsError(f"setting {setting!r}: {text!r} names no language model; write {FORMS}")
    if provider == "gguf":
        return Spec(provider, rest.strip())
    model, _, url = rest.strip().partition("@http")
    url = f"http{url}".rstrip("/") if url else ""
    if provider == "ollama" and not url:
        url = OLLAMA_URL
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise SettingsError(
            f"setting {setting!r}: {url!r} is no address; write http://HOST:PORT/v1"
        )
    if urlsplit(url).password or urlsplit(url).username:
        raise SettingsError(f"setting {setting!r}: leave name and password out of the address")
    if provider == "openai-like" and not url:
        raise SettingsError(
            f"setting {setting!r}: {text!r} lacks the server's address; write "
            f"openai-like:{model}@http://127.0.0.1:8080/v1"
        )
    if not model:
        raise SettingsError(f"setting {setting!r}: {text!r} names no model; write {FORMS}")
    return Spec(provider, model, url)


def load_llm(settings: Settings) -> LanguageModel | None:
    """Build the language model that the settings name, if they name one; nothing is asked yet.

    Raises `SettingsError` for a setting that can't be read and `ModelError` when its
    package, its key or its file isn't there.
    """
    if settings.llm is None:
        return None
    return remembering(build_llm(settings.llm, settings.llm_timeout), settings)


def remembering(model: LanguageModel, settings: Settings) -> LanguageModel:
    """Have a model's replies kept, if the settings say where."""
    return Remembered(model, settings.llm_cache.expanduser()) if settings.llm_cache else model


def build_llm(text: str, timeout_s: float, setting: str = "llm") -> Served:
    """Build the language model that a setting names. Raises as `load_llm` does."""
    spec = parse_spec(text, setting)
    try:
        model = _BUILDERS[spec.provider](spec, timeout_s)
    except (ImportError, OSError, ValueError) as error:
        if problem := network_problem(error, spec.name):
            raise ModelError(problem) from error
        if not isinstance(error, ImportError):
            raise
        raise ModelError(
            f"the package for {spec.provider} isn't installed ({error.name}); run "
            f"`pip install -c constraints.txt -e '.[{spec.provider}]'` in Sanad's folder"
        ) from error
    model.place = text
    return model


def _openai_like(spec: Spec, timeout_s: float) -> Served:
    return _compatible(spec, os.environ.get(LLM_KEY) or "none", LLM_KEY, timeout_s)


def _openai(spec: Spec, timeout_s: float) -> Served:
    """LlamaIndex's own class for OpenAI refuses models that are newer than itself."""
    spec = replace(spec, url=spec.url or OPENAI_URL)
    return _compatible(spec, _key("OPENAI_API_KEY", spec), "OPENAI_API_KEY", timeout_s)


def _compatible(
    spec: Spec, key: str, key_name: str, timeout_s: float, server: object = None
) -> Served:
    from llama_index.llms.openai_like import OpenAILike

    lines = _Lines()
    llm = OpenAILike(
        model=spec.model,
        api_base=spec.url,
        api_key=key,
        is_chat_model=True,
        context_window=CONTEXT_TOKENS,
        temperature=0.0,
        max_retries=0,
        timeout=timeout_s,
        http_client=httpx.Client(timeout=timeout_s, **lines.options(spec)),
    )
    return Served(
        llm, spec.name, _chat_options, hang_up=lines.hang_up, key_name=key_name, server=server
    )


class _Lines(threading.local):
    """The responses that a thread has opened, to be closed when it's done with them."""

    def __init__(self) -> None:
        self._responses: list[httpx.Response] = []

    def options(self, spec: Spec) -> dict[str, Any]:
        """What an HTTP client is given: to tell us of its responses, and to stay where it was sent.

        A redirect would carry the key, and what is asked, to another server. A connection is
        closed with its reply: most are left before their last byte and couldn't be used again.
        What stays on this machine goes through no proxy of the environment.
        """
        return {
            "trust_env": not spec.local,
            "event_hooks": {"response": [self._opened]},
            "follow_redirects": False,
            "headers": {"Connection": "close"},
        }

    def _opened(self, response: httpx.Response) -> None:
        self._responses.append(response)

    def hang_up(self) -> None:
        """Close what this thread has opened."""
        while self._responses:
            self._responses.pop().close()


def _chat_options(prompt: Prompt, extras: bool) -> dict[str, Any]:
    options: dict[str, Any] = {"max_tokens": prompt.max_tokens}
    if extras and not prompt.schema:
        options |= {"logprobs": True, "top_logprobs": LIKELIEST}
    elif extras:
        schema = {"name": prompt.kind, "strict": True, "schema": dict(prompt.schema)}
        options["response_format"] = {"type": "json_schema", "json_schema": schema}
    return options


def _ollama(spec: Spec, timeout_s: float) -> Served:
    """Speak Ollama's own protocol: ``/v1`` takes no size of context.

    Where the server's own is small, it would cut the evidence off without a word.
    """
    with without_proxies():
        import ollama
        from llama_index.llms.ollama import Ollama

    lines = _Lines()
    llm = Ollama(
        model=spec.model,
        base_url=spec.url,
        context_window=CONTEXT_TOKENS,
        temperature=0.0,
        request_timeout=timeout_s,
        additional_kwargs={"num_predict": REPLY_TOKENS},
        client=ollama.Client(host=spec.url, timeout=timeout_s, **lines.options(spec)),
    )

    def options(prompt: Prompt, extras: bool) -> dict[str, Any]:
        return {"format": dict(prompt.schema)} if extras and prompt.schema else {}

    return Served(llm, spec.name, options, hang_up=lines.hang_up)


def _anthropic(spec: Spec, timeout_s: float) -> Served:
    import anthropic
    from llama_index.core.llms import LLMMetadata
    from llama_index.llms.anthropic import Anthropic

    class AnyModel(Anthropic):
        @property
        def metadata(self) -> LLMMetadata:
            """LlamaIndex looks the model up in a list of its own, and refuses newer ones."""
            return LLMMetadata(num_output=REPLY_TOKENS, is_chat_model=True, model_name=self.model)

    lines = _Lines()
    llm = AnyModel(
        model=spec.model,
        base_url=spec.url or None,
        api_key=_key("ANTHROPIC_API_KEY", spec),  # type: ignore[call-arg]
        max_tokens=REPLY_TOKENS,
        temperature=0.0,
        max_retries=0,
        timeout=timeout_s,
    )
    http = anthropic.DefaultHttpxClient(timeout=timeout_s, **lines.options(spec))
    llm._client = llm._client.with_options(http_client=http)  # noqa: SLF001 - it takes none
    return Served(
        llm, spec.name, lambda *_: {}, hang_up=lines.hang_up, key_name="ANTHROPIC_API_KEY"
    )


def _gguf(spec: Spec, timeout_s: float) -> Served:
    """Serve a model's file with llama.cpp on loopback, for as long as this process lives."""
    path = Path(spec.model).expanduser()
    if not path.is_file():
        raise ModelError(f"there is no model file {path}; write gguf: and its path")
    import xllamacpp

    key = secrets.token_urlsafe(24)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    # The same prompt gets the same reply: no part of it from an earlier one, which is computed
    # in other steps, and always as many threads.
    params.cache_prompt = False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = os.cpu_count() or 1
    params.port = 0  # any that is free
    params.ui = False
    params.api_keys = [key]
    params.verbosity = 0
    try:
        server = xllamacpp.Server(params)
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"the model file {path} can't be used; is it a GGUF file?") from error
    url = f"{server.listening_address}/v1"
    return _compatible(Spec("gguf", path.name, url), key, "", timeout_s, server)


def _key(name: str, spec: Spec) -> str:
    key = os.environ.get(name)
    if not key:
        raise ModelError(f"{spec.provider}:{spec.model} needs a key; set {name}")
    return key


_BUILDERS: dict[str, Callable[[Spec, float], Served]] = {
    "openai-like": _openai_like,
    "openai": _openai,
    "ollama": _ollama,
    "anthropic": _anthropic,
    "gguf": _gguf,
}
