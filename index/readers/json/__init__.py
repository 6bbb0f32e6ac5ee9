"""The JSON readers: documents and JSON Lines."""
