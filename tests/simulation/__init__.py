"""A seeded world of articles, a real server, some thirty readers, and a judge of what they were shown."""
