"""Figures of what questions came to: each module defines some, `scores` has them all."""
