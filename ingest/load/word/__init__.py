"""Word documents: `reader` reads one; the others are its steps, from the zip file to blocks."""
