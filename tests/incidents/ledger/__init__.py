"""The ledger: that whatever is done to a record is found and named."""
