"""What one database alone knows (`sqlite`, `postgresql`), and what is put together for each of them.

In: a statement, a list, many rows. Out: what this database takes best: `statements`, `lists`, `bulk`.
"""
