"""The indexer: from files as received to analysed articles in an engine."""
