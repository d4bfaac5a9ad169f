"""The API of the VUM standard."""
