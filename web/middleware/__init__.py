"""What happens around every request: caching, compression, limits, errors."""
