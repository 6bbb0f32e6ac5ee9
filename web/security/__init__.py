"""Authentication and protection against hostile requests."""
