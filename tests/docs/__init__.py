"""What the README and the pages in docs/ show: run, generated, and built as a site."""
