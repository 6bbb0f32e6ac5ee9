"""Input: files, folders and standard input as decoded byte streams."""
