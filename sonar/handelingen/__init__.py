"""What a caseworker does that touches more than one row; one file a verb."""
