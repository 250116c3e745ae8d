"""What is measured: question cases, follow-ups, claims, retrieval, another system's answers."""
