"""Commands of Sonar, and what they share."""
