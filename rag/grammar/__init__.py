"""How English sentences are read: who speaks, what is denied, what is how certain."""
