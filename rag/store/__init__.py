"""The index on disk: catalogue, Chroma, BM25, passage vectors."""
