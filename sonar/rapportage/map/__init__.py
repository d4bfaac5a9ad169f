"""Maps: the shapes of gemeenten and their colours."""
