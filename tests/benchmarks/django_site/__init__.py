"""What others would build with Django: the same articles, its ORM, its syndication framework."""
