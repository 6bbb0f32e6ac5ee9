"""Queries and engines: one search function over several engines that must agree."""
