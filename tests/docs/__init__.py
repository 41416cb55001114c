"""The pages for people: their examples run, and they say what is there."""
