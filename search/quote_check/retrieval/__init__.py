"""Finding the articles that may hold a quotation."""
