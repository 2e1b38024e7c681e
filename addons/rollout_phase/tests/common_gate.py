class GateFixCase:
    """Presses *Fix* beside a check; for test classes next to RolloutCase."""

    def _open(self, check, user):
        """Press the button, and have the web client's first questions answered as that user."""
        # The list of checks names its own views in the context of its buttons.
        context = {"form_view_ref": "rollout_phase.rollout_gate_check_view_form"}
        action = check.with_user(user).with_context(**context).action_fix()
        model = self.env[action["res_model"]].with_user(user).with_context(**(action.get("context") or {}))
        views = action.get("views") or [(False, mode) for mode in action["view_mode"].split(",")]
        answer = model.get_views(views)
        self.assertIn(views[0][1], answer["views"])
        if action.get("res_id"):
            self.assertTrue(model.browse(action["res_id"]).has_access("read"))
        else:
            model.search(action.get("domain") or [])
        return action
