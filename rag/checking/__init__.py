"""A user's claims, quotations and drafts, checked."""
