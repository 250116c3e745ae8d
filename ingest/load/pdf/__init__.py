"""PDF files: `reader` reads one; the others are its steps, from characters to blocks."""
