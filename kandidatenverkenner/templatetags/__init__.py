"""What the templates of Kandidatenverkenner ask for by name."""
