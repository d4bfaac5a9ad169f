"""What benchmarks/alles.py runs, holds against the goals, and writes down."""
