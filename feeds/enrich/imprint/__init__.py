"""Who wrote an article and when, where one line of its head says both and more: `May 6, 2020 Ann Roy 2 Comments`."""
