"""Invented employers of the whole country, beside what `sonar.simulatie` made of its people.

Here because it needs both sides: who asked for whom has to agree with who was put forward.
"""
