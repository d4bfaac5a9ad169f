"""Tables: their columns, and the lists and comparisons made of them."""
