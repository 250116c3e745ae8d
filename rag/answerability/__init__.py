"""Whether passages answer a question, and with which sentences."""
