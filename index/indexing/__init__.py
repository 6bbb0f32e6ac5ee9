"""An indexing run: from records to committed articles."""
