"""The server process: listening, workers, metrics."""
