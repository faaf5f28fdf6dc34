"""A seeded world of articles, a real server, thirty readers, and a judge: is anything missed, doubled, stale or shown too late?"""
