"""The scenarios of the benchmarks, one per module."""
