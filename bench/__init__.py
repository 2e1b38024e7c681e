"""`make bench`: figures of speed, each as a ratio to something measured in the same run.

A scenario is a module in scenarios/ whose `measure()` gives the rows of the table (see table.py).
"""
