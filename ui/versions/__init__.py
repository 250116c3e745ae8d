"""A comparison of two versions, put into words and written as a file."""
