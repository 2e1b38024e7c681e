"""Thousands of employees at once: Odoo takes 30 ms for each, PostgreSQL copies one of them."""


def multiply(database, employee_id: int, count: int) -> None:
    """Copy an employee `count` times, each with a work address of its own: person1@launching.example.com, …"""
    numbers = f"generate_series(1, {int(count)}) AS number"
    resource_id = database.query("SELECT resource_id FROM hr_employee WHERE id = %s", employee_id)[0][0]
    columns = {table: _columns(database, table) for table in ("resource_resource", "hr_employee", "hr_version")}
    # The number of each copy stands in its name until the end.
    named = _replaced(columns["resource_resource"], name="'Person ' || number")
    database.query(
        f"INSERT INTO resource_resource ({_listed(columns['resource_resource'])})"
        f" SELECT {named} FROM resource_resource, {numbers} WHERE id = %s",
        resource_id,
    )
    copied = _replaced(
        columns["hr_employee"],
        resource_id="resource.id",
        name="resource.name",
        work_email="'person' || split_part(resource.name, ' ', 2) || '@launching.example.com'",
        current_version_id="NULL::integer",
        work_contact_id="NULL::integer",
        table="person",
    )
    database.query(
        f"INSERT INTO hr_employee ({_listed(columns['hr_employee'])})"
        f" SELECT {copied} FROM hr_employee person, resource_resource resource"
        " WHERE person.id = %s AND resource.id > %s AND resource.name ~ '^Person [0-9]+$'",
        employee_id,
        resource_id,
    )
    dated = _replaced(columns["hr_version"], employee_id="person.id", table="version")
    database.query(
        f"INSERT INTO hr_version ({_listed(columns['hr_version'])})"
        f" SELECT {dated} FROM hr_version version, hr_employee person"
        " WHERE version.employee_id = %s AND person.current_version_id IS NULL AND person.name ~ '^Person [0-9]+$'",
        employee_id,
    )
    database.query(
        "UPDATE hr_employee SET current_version_id = version.id FROM hr_version version"
        " WHERE version.employee_id = hr_employee.id AND hr_employee.current_version_id IS NULL"
    )
    database.query("ANALYZE")


def _columns(database, table):
    rows = database.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'", table
    )
    return [name for (name,) in rows]


def _listed(columns):
    return ", ".join(f'"{column}"' for column in columns)


def _replaced(columns, table=None, **values):
    prefix = f"{table}." if table else ""
    return ", ".join(values.get(column, f'{prefix}"{column}"') for column in columns)
