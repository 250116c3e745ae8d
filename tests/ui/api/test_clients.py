"""Other people's clients ask: OpenAI's, and the Model Context Protocol's."""

from __future__ import annotations

import json

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp.client.client import Client
from openai import NotFoundError, OpenAI
from openai.types.chat import ChatCompletionMessageParam

from ui.api.mcp_server import WARNING

QUESTION = "What should parliament do?"
NOTHING = "How much does a loaf of bread cost?"


@pytest.fixture(scope="module")
def chat(api_address: str) -> OpenAI:
    return OpenAI(base_url=f"{api_address}/v1", api_key="none", max_retries=0)


def test_openais_client_gets_a_cited_answer(chat: OpenAI, api: TestClient) -> None:
    plain = api.post("/api/v1/ask", json={"question": QUESTION}).json()
    got = chat.chat.completions.create(
        model="sanad", messages=[{"role": "user", "content": QUESTION}]
    )
    text = got.choices[0].message.content or ""
    assert all(" ".join(one["text"].split()) in text for one in plain["statements"])
    assert "[1]" in text
    assert plain["citations"][0]["title"] in text.split("Sources")[1]
    assert got.model_dump()["citations"] == plain["citations"]


def test_a_stream_has_the_same_text(chat: OpenAI) -> None:
    turns: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": QUESTION},
    ]
    plain = chat.chat.completions.create(model="sanad", messages=turns)
    chunks = chat.chat.completions.create(model="sanad", messages=turns, stream=True)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == plain.choices[0].message.content


@pytest.mark.parametrize(
    "question",
    [
        QUESTION,
        NOTHING,
        "What are the three S's?",
        "Who wrote the USIP report?",
        "List everything on madrassas",
        "Who wrote the PIPS brief? And what should parliament do?",
        "What does takfeer mean?",
    ],
)
def test_statements_are_sent_as_they_are_checked(chat: OpenAI, question: str) -> None:
    turns: list[ChatCompletionMessageParam] = [{"role": "user", "content": question}]
    plain = chat.chat.completions.create(model="sanad", messages=turns)
    chunks = list(chat.chat.completions.create(model="sanad", messages=turns, stream=True))
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks).split("\n\n")
    whole = (plain.choices[0].message.content or "").split("\n\n")
    assert sorted(said) == sorted(whole)  # what the catalogue knows comes after what was checked
    assert said[-1] == whole[-1]
    assert chunks[-1].model_dump()["citations"] == plain.model_dump()["citations"]


def test_a_refusal_is_a_normal_answer(chat: OpenAI) -> None:
    got = chat.chat.completions.create(
        model="sanad", messages=[{"role": "user", "content": NOTHING}]
    )
    assert got.choices[0].finish_reason == "stop"
    assert "don’t" in (got.choices[0].message.content or "")


def test_the_turns_sent_make_followups(chat: OpenAI) -> None:
    alone = {"role": "user", "content": "What about the police?"}
    before = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "…"}]
    first = chat.chat.completions.create(model="sanad", messages=[alone])  # type: ignore[list-item]
    then = chat.chat.completions.create(model="sanad", messages=[*before, alone])  # type: ignore[list-item]
    assert first.choices[0].message.content != then.choices[0].message.content


def test_the_models_are_listed_and_others_are_unknown(chat: OpenAI) -> None:
    assert [one.id for one in chat.models.list()] == ["sanad"]
    with pytest.raises(NotFoundError, match="no model 'gpt'"):
        chat.chat.completions.create(model="gpt", messages=[{"role": "user", "content": QUESTION}])


def test_an_assistant_uses_the_tools(api_address: str, api: TestClient) -> None:
    plain = api.post("/api/v1/ask", json={"question": QUESTION}).json()

    async def use() -> None:
        async with Client(f"{api_address}/mcp") as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {
                "sanad_ask", "sanad_find", "sanad_check", "sanad_cite", "sanad_read", "sanad_table",
                "search", "fetch",
            }  # fmt: skip
            asked = await client.call_tool("sanad_ask", {"question": QUESTION})
            answer = json.loads(asked.content[0].text)  # type: ignore[union-attr]
            assert answer["statements"] == plain["statements"]
            assert answer["warning"] == WARNING
            address = answer["citations"][0]["address"]
            cited = await client.call_tool("sanad_cite", {"address": address})
            assert answer["citations"][0]["quote"] in json.loads(cited.content[0].text)["text"]  # type: ignore[union-attr]
            listed = await client.call_tool("sanad_table", {"name": "commitments", "limit": 1})
            table = json.loads(listed.content[0].text)  # type: ignore[union-attr]
            (row,) = table["rows"]
            assert row["citation"]["quote"]
            found = await client.call_tool("search", {"query": QUESTION})
            first = json.loads(found.content[0].text)["results"][0]  # type: ignore[union-attr]
            fetched = await client.call_tool("fetch", {"id": first["id"]})
            passage = json.loads(fetched.content[0].text)  # type: ignore[union-attr]
            shelf = json.loads((await client.read_resource("sanad://documents")).contents[0].text)  # type: ignore[union-attr]
            names = {one["id"] for one in shelf["documents"]}
            assert first["id"].split("@")[0] in names
            whole = await client.read_resource(f"sanad://documents/{first['id'].split('@')[0]}")
            assert passage["text"] in whole.contents[0].text  # type: ignore[union-attr]
            wrong = await client.call_tool("sanad_ask", {"question": "x", "documents": ["nowhere"]})
            assert wrong.is_error
            assert "nowhere" in wrong.content[0].text  # type: ignore[union-attr]

    anyio.run(use)
