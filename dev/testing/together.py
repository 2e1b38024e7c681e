"""A pytest plugin for all addons in one database: runs what looks at all models, fields and records that there are."""


def pytest_collection_modifyitems(config, items):
    """Keep the tests that come from a common case (`common*.py`), and those of classes tagged `together`."""
    chosen = [item for item in items if _looks_at_all(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _looks_at_all(item):
    module = getattr(getattr(item, "function", None), "__module__", "")
    tags = getattr(getattr(item, "cls", None), "test_tags", ())
    return module.rpartition(".")[2].startswith("common") or "together" in tags
