"""Search results: order, pages, facets, highlights and exports."""
