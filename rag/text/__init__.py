"""Texts of any subject: words, sentences, numbers, quotations, alignment."""
