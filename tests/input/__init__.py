"""Bad input: whatever is sent to the pages without a login, nothing breaks, runs or is lost."""
