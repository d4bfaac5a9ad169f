"""What the pages with figures show: a table, a time line, and the question asked."""
