"""LlamaIndex's plain starter on the same cases, as answers for `sanad eval answers`.

Dense retrieval over its own default splitter with the same embedding model, two
passages a question; each passage is shown as it is. It has no way to decline.

    python -m evals.benchmarks.llama_index_starter CASES CORPUS OUT.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever

from evals.suites.cases import read_cases
from ingest.load import load
from ingest.plan import corpus_files
from rag.models.loading import load_llama_index
from rag.settings import load_settings

Row = dict[str, object]


def starter(corpus: Path) -> BaseRetriever:
    """Index a folder as LlamaIndex's first tutorial does, but with the bundled model."""
    model = load_llama_index(load_settings(dtype="float32"))
    documents = [
        Document(text=load(corpus / file).text, metadata={"file": file})
        for file in corpus_files(corpus)
    ]
    return VectorStoreIndex.from_documents(documents, embed_model=model).as_retriever()


def answer(case_id: str, question: str, retriever: BaseRetriever) -> Row:
    """Give what the starter shows for a question: its passages, the best first."""
    found = retriever.retrieve(question)
    statements = []
    for hit in found:
        text, file = hit.node.get_content(), hit.node.metadata["file"]
        statements.append({"text": text, "quotes": [{"quote": text, "document": file}]})
    score = found[0].score if found else 0.0
    return {"id": case_id, "statements": statements, "score": score}


def main(cases: Path, corpus: Path, out: Path) -> None:
    """Answer every case and write one line each."""
    retriever = starter(corpus)
    rows = [answer(case.id, case.question, retriever) for case in read_cases(cases)]
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
