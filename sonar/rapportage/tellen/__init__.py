"""Counting, as a function of the data, the peildatum and the moment of knowledge."""
