"""Real OpenSearch nodes for tests, without Docker: fetched from Maven Central, a process each."""
