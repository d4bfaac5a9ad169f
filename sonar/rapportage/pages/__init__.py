"""The pages with figures: the question, and the views of its answer."""
