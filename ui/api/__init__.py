"""The program's interface over HTTP: its own, and that of OpenAI's chat completions."""
