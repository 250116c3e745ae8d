"""From files to the index: load, clean, split, sync. Imports only `rag`."""
