"""What is read from a question before anything is searched."""
