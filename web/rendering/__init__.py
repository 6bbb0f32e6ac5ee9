"""What templates print: escaped, cleaned and named."""
