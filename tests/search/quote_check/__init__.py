"""The quote check."""
