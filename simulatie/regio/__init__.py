"""The people of one region, with Faker, from the figures that UWV published."""
