"""The server process: listening socket, workers, shutdown."""
