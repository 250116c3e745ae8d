"""Reports of what was measured: as JSON, as a page, compared, audited."""
