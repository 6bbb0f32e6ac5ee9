"""An index folder on disk: the writer lock and the manifest."""
