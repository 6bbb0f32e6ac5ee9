"""Authentication and protection of requests."""
