"""The pages: who may see them, and what stands on them."""
