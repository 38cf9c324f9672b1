"""Compare the usable rows of a plan with the database, and collect in a draft what is to be written."""
