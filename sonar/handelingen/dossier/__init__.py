"""Acts on the dossier of one client."""
