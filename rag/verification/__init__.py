"""Whether a statement is borne out by its source."""
