"""Commands of Kandidatenverkenner."""
