"""Tags for the templates of Kandidatenverkenner."""
