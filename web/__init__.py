"""The web front end: pages and JSON API over the one search function."""
