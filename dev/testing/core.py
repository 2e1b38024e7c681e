"""A pytest plugin for the tests of Odoo's own modules: runs those that Odoo runs by default."""


def pytest_collection_modifyitems(config, items):
    """Leave out what is tagged `-standard`: it needs a service outside, or all of Odoo's modules."""
    chosen = [item for item in items if "standard" in getattr(item.cls, "test_tags", {"standard"})]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen
