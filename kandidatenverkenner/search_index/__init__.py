"""Search: which candidates match, in which order, and how many have what."""
