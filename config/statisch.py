"""Where the files of the pages are: their addresses, each worked out once.

A page has five of them, and Django puts each together anew: 2% of the work of the search page.
"""

import functools

from django.contrib.staticfiles.storage import StaticFilesStorage


class Statisch(StaticFilesStorage):
    """Django's, for files that stay where they are for as long as a process lives."""

    def __init__(self, location: str | None = None, base_url: str | None = None) -> None:
        super().__init__(location, base_url)
        self.url = functools.cache(self.url)  # type: ignore[method-assign] # of this one storage
