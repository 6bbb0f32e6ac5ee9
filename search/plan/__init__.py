"""The query plan: a syntax tree resolved against one index, and the matcher that evaluates it."""
