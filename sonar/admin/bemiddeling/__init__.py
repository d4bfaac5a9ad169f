"""Screens for advisers: vacancies, contact requests, employers."""
