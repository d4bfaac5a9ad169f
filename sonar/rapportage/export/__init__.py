"""Write a telling down, one file a format."""
