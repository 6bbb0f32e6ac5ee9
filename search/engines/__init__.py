"""Engines, one module or package each; only it imports the client. registry.py lists them."""
