"""The page's one address for programs: Gradio's own client asks, and gets the answer as JSON."""

from typing import Any

import gradio as gr
from gradio.events import api

from rag.ask import ask
from rag.errors import SanadError
from rag.library import Library
from rag.types import Query
from ui.schema import answer_json

NAME = "sanad_ask"


def add_client_route(library: Library, at_once: int) -> None:
    """Offer the question's way to clients: ``client.predict("…", api_name="/sanad_ask")``."""

    def ask_documents(question: str) -> dict[str, Any]:
        """Answer a question from the documents, as /api/v1/ask does."""
        try:
            return answer_json(ask(Query(question), library))
        except SanadError as error:
            raise gr.Error(str(error)) from error

    api(ask_documents, api_name=NAME, concurrency_limit=at_once)
