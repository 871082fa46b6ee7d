"""How fast kg is: `python -m benchmarks.run`."""
