import { CheckBox } from "@web/core/checkbox/checkbox";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { useAutofocus, useService } from "@web/core/utils/hooks";

import { Component, useState } from "@odoo/owl";

export class NoteDialog extends Component {
    static template = "rollout_feedback.NoteDialog";
    static components = { CheckBox, Dialog };
    static props = { close: Function, screen: { type: Object, optional: true } };

    setup() {
        // Of this one note, whoever writes it: what is sent twice, after a lost answer, counts once.
        this.key = [...crypto.getRandomValues(new Uint8Array(16))]
            .map((byte) => byte.toString(16).padStart(2, "0"))
            .join("");
        this.notification = useService("notification");
        this.kinds = [
            ["issue", _t("Something doesn't work")],
            ["confusion", _t("I don't understand how to do something")],
            ["frustration", _t("Something annoys me")],
            ["request", _t("I wish for something")],
            ["forgotten_workflow", _t("A task of ours was forgotten")],
            ["process_gap", _t("It isn't clear who does what")],
        ];
        this.title = _t("What got in your way?");
        this.state = useState({
            text: "",
            kind: "issue",
            minutes: "",
            critical: false,
            now: false,
            anonymous: true,
            withScreen: Boolean(this.props.screen),
            withRecord: false,
            error: "",
            sending: false,
        });
        useAutofocus({ refName: "text" });
    }

    get isImmediate() {
        return !this.state.anonymous || (this.state.critical && this.state.now);
    }

    /** What is sent along, as it will be kept. */
    get screenText() {
        const { app, title, view, model, is_record: isRecord } = this.props.screen;
        return [app, isRecord && !this.state.withRecord ? "" : title, view, model]
            .filter(Boolean)
            .join(" · ");
    }

    toggle(name, value) {
        this.state[name] = value;
    }

    async send() {
        if (this.state.sending) {
            return;
        }
        Object.assign(this.state, { sending: true, error: "" });
        try {
            const { text, kind, minutes, critical, now, anonymous, withScreen, withRecord } =
            this.state;
            const answer = await rpc("/rollout/feedback/note", {
                note: {
                    text,
                    kind,
                    minutes,
                    critical,
                    now: critical && now,
                    anonymous,
                    screen: withScreen ? this.props.screen : null,
                    with_record: withScreen && withRecord,
                    key: this.key,
                },
            });
            if (answer.error) {
                this.state.error = answer.error;
                return;
            }
            this.notification.add(answer.thanks, { type: "success" });
            this.props.close();
        } finally {
            this.state.sending = false;
        }
    }
}
