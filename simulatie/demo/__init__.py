"""The demonstration: an account for every role, and work that waits for them."""
