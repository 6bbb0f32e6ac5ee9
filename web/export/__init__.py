"""Search results and articles for other programs: downloads, feeds, citations."""
