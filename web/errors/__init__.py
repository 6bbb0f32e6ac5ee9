"""Errors as HTML pages and as JSON problem details."""
