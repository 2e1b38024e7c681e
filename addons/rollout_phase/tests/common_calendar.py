class CalendarCase:
    """Each model of an addon is grouped by its program's days and weeks; for test classes next to RolloutCase.

    ``WITHOUT_PROGRAM`` has the models that belong to no program.
    """

    MODULE = ""
    WITHOUT_PROGRAM = frozenset()

    def test_every_model_knows_its_program(self):
        without_program = set()
        for model in self.env.values():
            if model._original_module != self.MODULE or not model._name.startswith("rollout."):
                continue
            if model._abstract or model._transient:
                continue
            self.assertIsInstance(model, self.registry["rollout.calendar.mixin"], model._name)
            if model._program_path is None:
                without_program.add(model._name)
                continue
            program = model
            for name in filter(None, model._program_path.split(".")):
                field = program._fields[name]
                self.assertTrue(field.required or field.related or not program._auto, f"{model._name}: {name}")
                program = program[name]
            self.assertEqual(program._name, "rollout.program", model._name)
        self.assertEqual(without_program, self.WITHOUT_PROGRAM)
