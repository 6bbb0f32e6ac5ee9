"""URLs: parameters in, links out."""
