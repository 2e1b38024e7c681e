"""What the bridges measure, against queries written by hand and sums done in Python."""
