"""Errors as pages and as problem details, without what only the log may tell."""
