"""Programs that make the data that the answers rest on, and print how good it is."""
