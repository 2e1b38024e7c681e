import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";

import { Component } from "@odoo/owl";

import { NoteDialog } from "./note_dialog";

/** The button with which somebody says that something is in the way, wherever they are in Odoo. */
export class NoteSystray extends Component {
    static template = "rollout_feedback.NoteSystray";
    static props = {};

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.menu = useService("menu");
        this.label = _t("What got in your way?");
    }

    /** Where the person is: what is shown in the dialog, and sent only if they leave it ticked. */
    getScreen() {
        const controller = this.action.currentController;
        if (!controller?.action) {
            return undefined;
        }
        const isForm = controller.view?.type === "form";
        const resId = controller.currentState?.resId || controller.props?.resId;
        return {
            app: this.menu.getCurrentApp()?.name || "",
            title: (isForm && !resId ? controller.action.name : controller.displayName) || "",
            view: controller.view?.type || "",
            model: controller.action.res_model || "",
            is_record: Boolean(isForm && resId),
            // Without the query, which may hold anything.
            path: browser.location.pathname,
        };
    }

    onClick() {
        this.dialog.add(NoteDialog, { screen: this.getScreen() });
    }
}

if (session.rollout_note) {
    registry
        .category("systray")
        .add("rollout_feedback.note", { Component: NoteSystray }, { sequence: 30 });
}
