"""One file an engine; only it imports the engine's client. registry.py lists them."""
