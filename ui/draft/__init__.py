"""Drafts: read from files, and what was found written beside them."""
