"""The rules that find where a statement contradicts its source."""
