"""What every request passes: logging, metrics, compression, caching, limits."""
