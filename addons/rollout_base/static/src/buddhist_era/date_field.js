import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { DomainSelectorDialog } from "@web/core/domain_selector_dialog/domain_selector_dialog";
import { patch } from "@web/core/utils/patch";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";

import { useEffect, useRef, useSubEnv } from "@odoo/owl";

import { fromBuddhist, isBuddhist, isBuddhistRecord, toBuddhist } from "./years";

const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");

/**
 * Show and take years of the Buddhist Era in a box, of which all code reads and sets the value in the Common Era.
 */
function translateInput(input) {
    if (Object.hasOwn(input, "value")) {
        return;
    }
    set.call(input, toBuddhist(get.call(input)));
    Object.defineProperty(input, "value", {
        get: () => fromBuddhist(get.call(input)),
        set: (text) => set.call(input, toBuddhist(text)),
    });
    if (document.activeElement === input) {
        input.select();
    }
}

patch(DateTimeField.prototype, {
    setup() {
        super.setup();
        this.isBuddhist = isBuddhistRecord(this.props.record);
        const root = useRef("root");
        useEffect(
            (place, ...boxes) => {
                if (place && this.isBuddhist) {
                    place.dataset.calendar = "buddhist";
                    boxes.filter((box) => box?.tagName === "INPUT").forEach(translateInput);
                }
            },
            () => [root.el, this.startDate.el, this.endDate.el]
        );
    },

    getFormattedValue(valueIndex, numeric = this.props.numeric) {
        const text = super.getFormattedValue(valueIndex, numeric);
        return this.isBuddhist && numeric ? toBuddhist(text) : text;
    },
});

// A filter of one's own is made in a dialog, whose boxes don't know of which model.
patch(DomainSelectorDialog.prototype, {
    setup() {
        super.setup();
        useSubEnv({ isBuddhist: isBuddhist(this.props.resModel) });
    },
});

patch(DateTimeInput.prototype, {
    setup() {
        super.setup();
        const box = useRef("start-date");
        useEffect(
            (input) => {
                if (input && this.env.isBuddhist) {
                    input.dataset.calendar = "buddhist";
                    translateInput(input);
                }
            },
            () => [box.el]
        );
    },
});

patch(DateTimePicker.prototype, {
    setup() {
        // It doesn't know whose date it picks: that of the field where somebody is, or of the calendar around it.
        const isInField = document.activeElement?.closest("[data-calendar=buddhist]");
        this.isBuddhist = Boolean(isInField) || isBuddhist(this.env.searchModel?.resModel);
        super.setup();
    },

    get titles() {
        return this.isBuddhist ? super.titles.map(toBuddhist) : super.titles;
    },

    onWillRender() {
        super.onWillRender();
        if (this.isBuddhist && ["years", "decades"].includes(this.state.precision)) {
            this.items = this.items.map((item) => ({ ...item, label: toBuddhist(item.label) }));
        }
    },
});
