"""From a figure back to the records that it counts."""
