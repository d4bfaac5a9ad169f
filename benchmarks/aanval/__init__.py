"""The attack harness: see docs/aanvallen.md. `python -m benchmarks.aanval`."""
