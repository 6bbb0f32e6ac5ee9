"""The retrieval of passages for a quotation."""
