"""Language models over their protocols: prompts out, checked replies in."""
