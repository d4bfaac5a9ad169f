"""Delivery: from a klantprofiel to the candidate that crosses the wall."""
