"""Several collections of documents in one server, each a library and an application of its own."""
