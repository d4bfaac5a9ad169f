"""Screens for supervision: team, exports, quality of profiles, the log."""
