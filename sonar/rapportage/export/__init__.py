"""Write figures down, one module for each format."""
