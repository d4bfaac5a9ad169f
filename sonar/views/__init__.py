"""Pages that everybody may see: the published figures."""
