from . import test_count_accuracy
