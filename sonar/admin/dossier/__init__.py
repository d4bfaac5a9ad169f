"""Screens of one client: registration, klantprofiel, services, transfer."""
