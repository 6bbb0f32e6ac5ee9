"""The quotation check: whether a claimed quotation was published, and how it differs."""
