"""The passages shown for a quotation, with speaker and context."""
