"""Whole journeys at the command line, on each database."""
