"""What is known of the English language, as data."""
