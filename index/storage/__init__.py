"""An index folder on disk: its lock and its manifest."""
