"""From a question to the passages that suit it best."""
