"""Rendering of untrusted text: sanitized, escaped and marked up."""
