class BranchesCase:
    """A company with a branch that has a branch, and drivers in each of them; for test classes next to RolloutCase."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = cls.env["res.company"]
        cls.north = companies.create({"name": "Launching North", "parent_id": cls.company.id})
        cls.harbour = companies.create({"name": "Launching Harbour", "parent_id": cls.north.id})
        cls.shared = cls.env["hr.department"].create({"name": "Drivers", "company_id": False})
        cls.drivers = cls.env["hr.employee"].create(
            [
                {"name": f"Driver {company.name}", "company_id": company.id, "department_id": cls.shared.id}
                for company in (cls.company, cls.north, cls.harbour, cls.other_company)
            ]
        )
        cls.drivers_phase = cls._new_phase(cls.shared)
        cls.branch_staff = cls._new_user("branch_staff", "base.group_user", company=cls.harbour)
        cls.branch_champion = cls._new_user(
            "branch_champion", "rollout_phase.group_rollout_champion", company=cls.north
        )
        cls.branch_lead = cls._new_user("branch_lead", "rollout_phase.group_rollout_lead", company=cls.north)
        cls.drivers[1].user_id = cls.branch_champion
        cls.drivers[2].user_id = cls.branch_staff

    def _can(self, user, operation, records):
        return records.with_user(user).has_access(operation)
