"""Text files: their encoding, and the layout of plain text and of Markdown."""
