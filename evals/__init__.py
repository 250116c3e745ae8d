"""How grounded the answers are, measured. Imports `rag` and `ingest`."""
