from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rag.citations.answer_export import export
from rag.citations.web_annotation import Quoted, web_annotations
from rag.types import Page, Source
from tests.rag.citations.test_answer_export import QUOTES, answer
from tests.rag.citations.test_styles import HOSTILE, MADE, citation
from tests.rag.notebook.test_pin_export import PINS
from tests.rag.notebook.test_pin_export import export as export_pins

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
TEXT = {"type": "string", "minLength": 1}
IRI = {"type": "string", "pattern": r"^(urn:uuid:[0-9a-f-]{36}(#page)?|https?://\S+)$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?$"}
QUOTE = {
    "type": "object",
    "required": ["type", "exact"],
    "properties": {"type": {"const": "TextQuoteSelector"}, "exact": TEXT, "prefix": TEXT,
                   "suffix": TEXT},
    "additionalProperties": False,
}  # fmt: skip
POSITION = {
    "type": "object",
    "required": ["type", "start", "end"],
    "properties": {"type": {"const": "TextPositionSelector"},
                   "start": {"type": "integer", "minimum": 0}, "end": {"type": "integer"}},
    "additionalProperties": False,
}  # fmt: skip
FRAGMENT = {
    "type": "object",
    "required": ["type", "value"],
    "properties": {"type": {"const": "FragmentSelector"}, "conformsTo": IRI,
                   "value": {"pattern": r"^page=\d+$"}, "refinedBy": QUOTE},
    "additionalProperties": False,
}  # fmt: skip
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": IRI,
        "type": {"const": "Annotation"},
        "created": INSTANT,
        "motivation": {"enum": ["highlighting", "commenting"]},
        "body": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "properties": {
                    "type": {"const": "TextualBody"},
                    "value": TEXT,
                    "format": {"const": "text/plain"},
                    "purpose": {"enum": ["commenting", "describing"]},
                },
                "additionalProperties": False,
            },
        },
        "target": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "object", "required": ["id", "type"], "properties": {"id": IRI}},
                "selector": {"type": "array", "items": {"oneOf": [QUOTE, POSITION, FRAGMENT]}},
                "dc:identifier": TEXT,
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
MODEL = {
    "type": "object",
    "required": ["@context", "id", "type", "first", "total"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": TEXT,
        "total": {"type": "integer"},
        "generated": INSTANT,
        "generator": {"type": "object", "required": ["type"]},
        "first": {
            "type": "object",
            "required": ["id", "type", "items"],
            "properties": {"id": IRI, "type": {"const": "AnnotationPage"},
                           "startIndex": {"const": 0},
                           "items": {"type": "array", "items": ANNOTATION}},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}  # fmt: skip
"""What the Recommendation of 23 February 2017 asks of what we write (its sections 3 to 5)."""


def items_in(made: bytes) -> list[Any]:
    found = json.loads(made)
    Draft202012Validator(MODEL).validate(found)
    items: list[Any] = found["first"]["items"]
    assert found["total"] == len(items)
    assert len({item["id"] for item in items}) == len(items)
    return items


def test_answers_and_pins_are_annotations_of_the_model() -> None:
    of_answer = items_in(export([answer(*QUOTES)], "jsonld", made=NOW))
    assert [one["target"]["selector"][0]["exact"] for one in of_answer] == list(QUOTES)
    assert {one["body"][0]["value"] for one in of_answer} == {"What of the levy?"}
    of_pins = items_in(export_pins("jsonld"))
    for item, (pin, _, _) in zip(of_pins, PINS, strict=True):
        quote, place = item["target"]["selector"][:2]
        citation_ = pin.citation
        assert quote["exact"] == citation_.quote
        assert (place["start"], place["end"]) == (citation_.start, citation_.end)
        assert pin.note in item["body"][0]["value"]
        assert item["motivation"] == "commenting"
    assert of_pins[0]["created"] == "2026-01-02T03:04:05"
    assert "these words are gone" in of_pins[1]["body"][0]["value"]


def test_words_around_a_quote_join_it_as_they_stand_in_the_text() -> None:
    text = "The board said: “The levy was raised.” (No one paid.) Wells-owners object."
    for quote in ("The levy was raised.", "No one paid.", "object."):
        start = text.index(quote)
        one = replace(
            citation(Source("report", MADE["report"]), quote=quote),
            before=" ".join(text[:start].split()),
            after=" ".join(text[start + len(quote) :].split()),
        )
        (item,) = items_in(web_annotations([Quoted(one)], "x", made=None))
        found = item["target"]["selector"][0]
        assert f"{found['prefix']}{quote}{found.get('suffix', '')}" == text


@pytest.mark.parametrize("file", ["a.pdf", "a.docx"])
def test_a_page_of_a_pdf_is_named(file: str) -> None:
    page = Page(7, 0, 9, label="iv")
    one = replace(citation(Source("report", MADE["report"])), file=file, page=page)
    (item,) = items_in(web_annotations([Quoted(one)], "x", made=NOW))
    fragments = [s for s in item["target"]["selector"] if s["type"] == "FragmentSelector"]
    assert [one["value"] for one in fragments] == (["page=7"] if file == "a.pdf" else [])
    assert item["target"]["source"]["format"].startswith("application/")
    assert item["motivation"] == "highlighting"


def test_hostile_facts_are_text() -> None:
    odd = Source("odd", {"title": HOSTILE, "URL": "javascript:alert(1)"})
    one = replace(citation(odd, quote=HOSTILE), before=HOSTILE, after=HOSTILE)
    (item,) = items_in(web_annotations([Quoted(one, HOSTILE, HOSTILE)], HOSTILE, made=NOW))
    assert item["target"]["source"]["id"].startswith("urn:uuid:")
