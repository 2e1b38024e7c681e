"""A pytest plugin for all addons in one database: runs what is asked of each of them alike."""


def pytest_collection_modifyitems(config, items):
    """Keep the tests that come from a common case (`common*.py`): they go through all models and fields."""
    chosen = [item for item in items if _is_common(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _is_common(item):
    module = getattr(getattr(item, "function", None), "__module__", "")
    return module.rpartition(".")[2].startswith("common")
