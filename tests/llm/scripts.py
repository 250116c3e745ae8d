"""What a scripted server can say: a good model's answers, and what goes wrong with models.

Each script answers all three kinds of request by the name of the schema: "answer",
"judgement" and "question". Those below go wrong in the answer and are good at the rest, unless
they say otherwise: `mixed` puts other scripts together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tests.llm.obedience import obey
from tests.llm.protocol import Cut, Reply, Request, Script, pieces

Sentence = tuple[Sequence[str], str]
"""Keys, and what is said."""
PATIENCE_S = 30.0
"""What is said to time out takes so long."""


def written(sentences: Sequence[Sentence]) -> str:
    """Give the text of an answer in the form that is asked for."""
    body = [{"keys": list(keys), "text": text} for keys, text in sentences]
    return json.dumps({"sentences": body}, ensure_ascii=False)


def mixed(answer: Script, judge: Script | None = None, question: Script | None = None) -> Script:
    """Give a script that does what these do, each for its own kind of request.

    Where none is given, the judge says yes, and a question is given back as it is.
    """
    others = {"judgement": judge or judge_says("yes"), "question": question or echoed}
    return lambda request: others.get(request.schema, answer)(request)


def saying(make: Callable[[Request], Sequence[Sentence]]) -> Script:
    """Give the script whose answers are the sentences that a function makes of a request."""
    return mixed(lambda request: Reply(written(make(request))))


def echoed(request: Request) -> Reply:
    """Give a question back as it stands in the prompt."""
    question = request.question or request.prompt.rpartition("\n")[2]
    return Reply(json.dumps({"question": question}, ensure_ascii=False))


# --- the judge --------------------------------------------------------------------------------


def judge_says(answers: str) -> Script:
    """Give the judge that says the same of everything, "yes", "partly" or "no"."""

    def judge(request: Request) -> Reply:
        key = next((key for key, _ in request.evidence), None)
        return Reply(json.dumps({"answers": answers, "key": None if answers == "no" else key}))

    return judge


def judge_cites(key: str) -> Script:
    """Give the judge that says yes and names a key, known or not."""
    return lambda request: Reply(json.dumps({"answers": "yes", "key": key}))


def judge_babbles(request: Request) -> Reply:
    """Say nothing that a judge could mean."""
    return Reply('{"answers": ["perhaps", 3], "key": {"k": null}}')


# --- good -------------------------------------------------------------------------------------


def good(paraphrases: Mapping[str, str], most: int = 3) -> Script:
    """Say what the first sentences of the evidence say, in the words given for them.

    A sentence without any is said word for word.
    """
    return saying(lambda r: [((k,), paraphrases.get(s, s)) for k, s in r.evidence[:most]])


verbatim = good({})


# --- the server fails -------------------------------------------------------------------------


def times_out(request: Request) -> Reply:
    """Say nothing for longer than anyone waits, to requests of every kind."""
    return replace(verbatim(request), wait_s=PATIENCE_S)


def stalls(request: Request) -> Reply:
    """Begin to speak, then stop without hanging up."""
    return replace(verbatim(request), stall_s=PATIENCE_S)


def drips(gap_s: float) -> Script:
    """Give the script that says each character by itself, and waits after each."""
    return lambda request: replace(verbatim(request), piece=1, gap_s=gap_s)


def fails(status: int = 500, headers: Mapping[str, str] | None = None) -> Script:
    """Give the script that fails whatever it's asked."""
    return lambda request: Reply("it failed", status=status, headers=headers or {})


def fails_first(times: int, then: Script, failure: Script | None = None) -> Script:
    """Give the script that fails so many times and then does well."""
    failing = failure or fails()
    return lambda request: (failing if request.number <= times else then)(request)


def too_many_requests(retry_after_s: int) -> Script:
    """Give the script that is always too busy, and says when to come again."""
    return fails(429, {"Retry-After": str(retry_after_s)})


unauthorised = fails(401)
no_such_model = fails(404)
overlong_prompt = fails(400)


def dies(request: Request, cut: Cut = "drop") -> Reply:
    """Say half of the reply, and die in the middle of a sentence."""
    reply = verbatim(request)
    body = b"".join(pieces(reply, request))
    return replace(reply, cut_after=len(body) // 2, cut=cut)


def ends_early(request: Request) -> Reply:
    """Stop in the middle of a sentence, in good order but for the "[DONE]"."""
    return dies(request, "end")


def runs_out(request: Request) -> Reply:
    """Come to the most tokens that a reply may have, in the middle of a sentence."""
    reply = verbatim(request)
    return replace(reply, text=reply.text[: 2 * len(reply.text) // 3], finish="length")


def in_packets(paraphrases: Mapping[str, str], packet: int) -> Script:
    """Give the good script whose reply comes in packets of so many bytes, characters cut."""
    return lambda request: replace(good(paraphrases)(request), packet=packet)


def as_page(request: Request) -> Reply:
    """Give a web page with status 200, as a proxy in front of a model may."""
    page = b"<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>"
    return Reply(raw=page, content_type="text/html")


def not_json(request: Request) -> Reply:
    """Give a reply whose data are no JSON."""
    body = b'{"choices": [{"delta": '
    return Reply(raw=b"data: " + body + b"\n\ndata: [DONE]\n\n" if request.streams else body)


def no_choices(request: Request) -> Reply:
    """Give a reply of the protocol's kind that says nothing at all."""
    body = b'{"id": "x", "choices": []}'
    return Reply(raw=b"data: " + body + b"\n\ndata: [DONE]\n\n" if request.streams else body)


def calls_a_tool(request: Request) -> Reply:
    """Ask to call a tool, which nobody offered."""
    call = {"index": 0, "id": "c1", "type": "function"}
    call["function"] = {"name": "open_url", "arguments": '{"url": "http://192.0.2.1/"}'}
    said = {"role": "assistant", "content": None, "tool_calls": [call]}
    kind = "delta" if request.streams else "message"
    choice = {"index": 0, kind: said, "finish_reason": "tool_calls"}
    body = {"id": "x", "object": "chat.completion", "model": "scripted", "choices": [choice]}
    text = json.dumps(body)
    return Reply(raw=(f"data: {text}\n\ndata: [DONE]\n\n" if request.streams else text).encode())


# --- other text than was asked for ------------------------------------------------------------


def text(said: str) -> Script:
    """Give the script whose answer is this text."""
    return mixed(lambda request: Reply(said))


prose = text("The policy was announced in 2014. It runs until 2018 [1].")
html = text("<p>The policy was <b>announced</b> in 2014.</p><script>alert(1)</script>")
empty = text("")
blank = text(" \n\t ")
refuses = text("I'm sorry, but I can't help with that request.")
other_json = text('{"answer": "The policy was announced in 2014.", "sources": [1]}')
a_list = text('[{"keys": ["k3f"], "text": "The policy was announced."}]')
wrong_types = text('{"sentences": [{"keys": "k3f", "text": 7}, null, "yes", {"keys": [3]}]}')
no_sentences = text('{"sentences": []}')
deep = text('{"sentences":' + "[" * 5000 + "]" * 5000 + "}")


def fenced(request: Request) -> Reply:
    """Put a good answer into a Markdown fence, with words around it."""
    reply = verbatim(request)
    return replace(reply, text=f"Sure! Here it is:\n```json\n{reply.text}\n```\nAnything else?")


def thinks(request: Request) -> Reply:
    """Think aloud before a good answer."""
    reply = verbatim(request)
    return replace(reply, text=f"<think>\nThe user asks {{this}}.\n</think>\n{reply.text}")


def twice(request: Request) -> Reply:
    """Give the answer and then once more."""
    reply = verbatim(request)
    return replace(reply, text=reply.text + "\n" + reply.text)


@mixed
def repeats_for_ever(request: Request) -> Reply:
    """Say one sentence over and over, and never come to an end."""
    keys = [key for key, _ in request.evidence[:1]]
    again = json.dumps({"keys": keys, "text": "It is so."}) + ", "
    return Reply('{"sentences": [' + ("" if request.streams else again * 9000), again=again)


@mixed
def one_endless_sentence(request: Request) -> Reply:
    """Begin one sentence and never end it."""
    keys = json.dumps([key for key, _ in request.evidence[:1]])
    head = '{"sentences": [{"keys": ' + keys + ', "text": "'
    return Reply(head + "and so on " * 500, again="and so on ")


# --- answers that are wrong -------------------------------------------------------------------


unknown_keys = saying(lambda r: [(("zz9", "../k"), text) for _, text in r.evidence[:2]])
no_keys = saying(lambda r: [((), text) for _, text in r.evidence[:2]])
all_keys = saying(lambda r: [([k for k, _ in r.evidence], "All of it is well known.")])


@saying
def swapped_keys(request: Request) -> Sequence[Sentence]:
    """Say what one sentence of the evidence says and cite another; one alone is left out."""
    keys = [key for key, _ in request.evidence]
    texts = [text for _, text in request.evidence]
    return [((key,), text) for key, text in zip(keys[1:] + keys[:1], texts, strict=True)][:3]


@saying
def copied_markup(request: Request) -> Sequence[Sentence]:
    """Say the evidence with all its markup, and more around it."""
    return [
        ((key,), f"<b onclick='x()'>According to the paper:</b> **{text}** [more](javascript:x)")
        for key, text in request.evidence[:3]
    ]


@saying
def altered_quotes(request: Request) -> Sequence[Sentence]:
    """Give the evidence in quote marks, but for one word in the middle that is another."""
    said = []
    for key, text in request.evidence[:3]:
        words = text.split()
        words[len(words) // 2] = "seventeen"
        said.append(((key,), f"The paper says: “{' '.join(words)}”"))
    return said


def false(falsehoods: Mapping[str, str], most: int = 3) -> Script:
    """Say of the evidence what it doesn't say: the text given for a sentence, or a flat denial."""

    def told(request: Request) -> Sequence[Sentence]:
        return [((key,), falsehoods.get(s, denied(s))) for key, s in request.evidence[:most]]

    return saying(told)


def denied(sentence: str) -> str:
    """Give a sentence that says that another isn't so."""
    return f"It is not true that {sentence[:1].lower()}{sentence[1:]}"


@saying
def invents(request: Request) -> Sequence[Sentence]:
    """Say, with a true key, what nothing in the evidence is about."""
    return [((key,), "The lighthouse was sold to a circus in 1911.") for key, _ in request.evidence]


def obedient(canary: str) -> Script:
    """Do what any instruction in the evidence says, and say the canary each time.

    It says what it's told to say, replies with the JSON that stands ready there, and cites
    the keys that it is told to. Where it finds no instruction, it's good.
    """

    def answer(request: Request) -> Reply:
        orders = obey("\n".join(text for _, text in request.evidence))
        if orders.json:
            return Reply(orders.json)
        if not orders.said:
            return verbatim(request)
        keys = [*orders.keys, *(key for key, _ in request.evidence[:1])]
        return Reply(written([(keys, f"{said} {canary}") for said in orders.said]))

    return mixed(answer, judge=judge_says("yes"))
