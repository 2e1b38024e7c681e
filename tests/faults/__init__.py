"""What may break while the suite works, and garbage in large doses. See `make test-faults`."""
