"""Pages for searching: filters, cards, chips, one candidate."""
