"""The comparison of a quotation with an article."""
