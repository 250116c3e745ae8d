"""Zotero's items as documents: its exports, and the program itself where it runs."""
