"""Contact requests of employers: the door back."""
