"""Web pages: `reader` reads one; the others are its steps, from the tree to blocks."""
