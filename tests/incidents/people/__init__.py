"""Who is told for an affected person, and in which way."""
