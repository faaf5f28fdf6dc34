"""What one database alone knows, and the statements and conditions that are put together for each."""
