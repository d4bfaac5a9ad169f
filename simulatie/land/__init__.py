"""The whole country, quarter by quarter, in arrays."""
