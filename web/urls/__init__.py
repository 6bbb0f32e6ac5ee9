"""URLs: parsing search parameters, building links."""
