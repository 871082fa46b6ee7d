"""The W3C's SPARQL 1.1 tests against a running `kg serve`: `python -m benchmarks.conformance`."""
