"""Acts on the rights of a client: objection, correction, erasure."""
