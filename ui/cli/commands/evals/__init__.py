"""`sanad eval …`: one file a command. `evals` does the measuring."""
