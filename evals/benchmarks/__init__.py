"""Programs that time ours, and the plain starter to compare answers with."""
