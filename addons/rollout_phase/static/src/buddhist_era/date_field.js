import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { patch } from "@web/core/utils/patch";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";

import { useEffect } from "@odoo/owl";

import { fromBuddhist, isBuddhist, toBuddhist } from "./years";

const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");

/**
 * Show and take years of the Buddhist Era in a box, of which all code reads and sets the value in the Common Era.
 */
function translateInput(input) {
    if (input.dataset.calendar) {
        return;
    }
    input.dataset.calendar = "buddhist";
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
        this.isBuddhist = isBuddhist(this.props.record.resModel);
        useEffect(
            (...boxes) => {
                if (this.isBuddhist) {
                    boxes.filter((box) => box?.tagName === "INPUT").forEach(translateInput);
                }
            },
            () => [this.startDate.el, this.endDate.el]
        );
    },

    getFormattedValue(valueIndex, numeric = this.props.numeric) {
        const text = super.getFormattedValue(valueIndex, numeric);
        return this.isBuddhist && numeric ? toBuddhist(text) : text;
    },
});

patch(DateTimePicker.prototype, {
    setup() {
        // Whose date it picks, it doesn't know: that of the box in which somebody types, or of the calendar around it.
        this.isBuddhist =
            document.activeElement?.dataset.calendar === "buddhist" || isBuddhist(this.env.searchModel?.resModel);
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
