"""The generated parts of the docs: what cog runs for `make docs`."""
