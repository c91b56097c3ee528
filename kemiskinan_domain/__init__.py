"""What would be true on paper: the rules that the laptop and the district share, without Qt, SQL or network."""
