"""The house rules that no linter knows, each with a sentence for who breaks it."""
