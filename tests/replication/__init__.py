"""More than one machine, on this one: `python -m tests.replication.run`."""
