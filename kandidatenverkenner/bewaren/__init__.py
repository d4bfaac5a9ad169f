"""What an employer keeps: lists of candidates, and searches."""
