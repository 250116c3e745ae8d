"""A table of answers: questions or claims down, documents across, each cell quoted and placed."""
