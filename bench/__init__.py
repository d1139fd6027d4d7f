"""Beras side by side with its peers: ./dev bench."""
