"""Faults and garbage in larger doses than every run of the tests has."""
