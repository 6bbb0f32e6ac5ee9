"""The quote check: was this said, where, and in exactly these words."""
