"""Tantivy, the default engine: embedded, in this process, one folder."""
