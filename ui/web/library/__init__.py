"""The room in which documents are looked after: listed, added, described, removed."""
