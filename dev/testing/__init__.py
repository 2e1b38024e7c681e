"""What pytest needs beside itself. Runs in the virtual environment, never in the set-up."""
