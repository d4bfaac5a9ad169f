"""Commands of the simulation, one a module."""
