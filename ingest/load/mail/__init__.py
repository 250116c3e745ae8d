"""Messages as mail programs save them."""
