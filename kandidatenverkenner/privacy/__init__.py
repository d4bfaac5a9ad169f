"""Limits and alarms that keep one account from emptying the database."""
