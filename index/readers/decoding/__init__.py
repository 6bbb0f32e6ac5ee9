"""Bytes to text: decompression, character sets, bounded streams."""
