"""Runs the benchmarks, holds them against the goals, and writes docs/prestaties.md."""
