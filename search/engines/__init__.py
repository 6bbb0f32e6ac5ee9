"""One file an engine; only it imports the engine's client. search.engine lists them."""
