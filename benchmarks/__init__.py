"""A goal with a figure is measured here; a promise that must hold is a test.

Run one as a module, from the root of the project: `python -m benchmarks.counting`.
"""

import os

import django


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
