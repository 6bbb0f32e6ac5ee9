"""Output formats and terminal output of the commands."""
