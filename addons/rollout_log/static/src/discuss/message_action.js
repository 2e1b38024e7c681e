import { registerMessageAction } from "@mail/core/common/message_actions";

import { _t } from "@web/core/l10n/translation";
import { session } from "@web/session";

registerMessageAction("rollout-feedback", {
    condition: ({ message }) =>
        !message.is_transient &&
        !message.isEmpty &&
        (session.rollout_discuss || (session.rollout_note && message.isSelfAuthored)),
    icon: "fa fa-bullhorn",
    name: _t("Make This a Feedback"),
    onSelected: ({ message, owner }) =>
        owner.env.services.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Make This a Feedback"),
            res_model: "rollout.discuss.wizard",
            views: [
                [false, "form"]
            ],
            target: "new",
            context: { default_message_id: message.id },
        }),
    sequence: 76,
});
