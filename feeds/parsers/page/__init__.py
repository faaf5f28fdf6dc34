"""A page line by line: its title, what its lines are, and where the article on it ends."""
