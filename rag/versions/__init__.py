"""Two versions of a document, sentence by sentence: what was added, dropped, changed and moved."""
