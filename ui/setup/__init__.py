"""What `start.py` does before anything is installed. Only the standard library is imported."""
