"""Seeking words in all papers."""
