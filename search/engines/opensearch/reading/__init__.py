"""Searching an index on OpenSearch."""
