"""What is done for the people of the country: services, vacancies and placements."""
