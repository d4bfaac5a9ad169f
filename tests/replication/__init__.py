"""More than one machine, on this one: `python -m tests.replication.run`."""

import os

import django


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
