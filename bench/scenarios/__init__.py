"""What is measured, one module each: `measure()` returns the rows of the table."""
