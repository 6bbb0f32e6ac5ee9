"""What leaves the site: downloads, citations, feeds."""
