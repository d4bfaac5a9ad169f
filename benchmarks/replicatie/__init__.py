"""What benchmarks/replicas.py is made of: the servers, a process that searches, the writers."""
