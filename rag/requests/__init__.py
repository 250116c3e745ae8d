"""Requests that aren't plain questions: sections, overviews, comparisons, facts, greetings."""
