import { Activity } from "@mail/core/common/activity_model";
import { Message } from "@mail/core/common/message";
import "@mail/core/web/activity_model_patch";
import "@mail/core/web/message_patch";
import { patch } from "@web/core/utils/patch";

import { isBuddhist, toBuddhist } from "./years";

patch(Message.prototype, {
    formatTracking(fieldInfo, value) {
        const text = super.formatTracking(fieldInfo, value);
        const isDate = ["date", "datetime"].includes(fieldInfo.fieldType);
        return isDate && isBuddhist(this.props.message.thread?.model) ? toBuddhist(text) : text;
    },
});

patch(Activity.prototype, {
    get dateDeadlineFormatted() {
        return this.inItsCalendar(super.dateDeadlineFormatted);
    },
    get dateDoneFormatted() {
        return this.inItsCalendar(super.dateDoneFormatted);
    },
    get dateCreateFormatted() {
        return this.inItsCalendar(super.dateCreateFormatted);
    },
    inItsCalendar(text) {
        return isBuddhist(this.res_model) ? toBuddhist(text) : text;
    },
});
