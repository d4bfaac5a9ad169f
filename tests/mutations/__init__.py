"""Do the tests notice a change? `python -m tests.mutations`; see `__main__`."""
