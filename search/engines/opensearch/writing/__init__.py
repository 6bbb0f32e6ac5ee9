"""Writing an index on OpenSearch."""
