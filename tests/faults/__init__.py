"""What may break while the suite works: servers, workers, PostgreSQL, the mail server. See `make test-faults`."""
