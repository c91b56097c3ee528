"""What laptops, reviewers and administrators may ask of the district; knows neither HTTP nor SQL."""
