"""Comparing a quotation with the text of an article."""
