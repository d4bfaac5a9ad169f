"""Attacks on the Kandidatenverkenner: see docs/aanvallen.md. `python -m tests.attacks`."""

import os

import django


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
