"""Whoosh: embedded, pure Python: anywhere Python runs, for corpora of moderate size."""
