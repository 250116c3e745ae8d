"""The core: from an index to a checked answer. Imports none of its siblings."""
