"""Quotas, alarms, canaries and pseudonyms: they keep one account from harvesting the profiles."""
