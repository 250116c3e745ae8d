"""Tables of what documents say: commitments, dates, positions, figures, terms; each row placed."""
