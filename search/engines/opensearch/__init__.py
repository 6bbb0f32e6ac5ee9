"""The engine on OpenSearch.

Nothing is imported here: workers prepare articles by `documents`, and need no client for that.
"""
