"""From chosen evidence to an answer, quoted or written."""
