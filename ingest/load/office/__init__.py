"""Presentations and workbooks: what a slide or a sheet shows, in its order."""
