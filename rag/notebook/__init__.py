"""Conversations and quotes put aside, kept on the user's machine."""
