import { registry } from "@web/core/registry";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ListRenderer } from "@web/views/list/list_renderer";

/** What the playbook requires, or the sponsor has waived, stays: no bin that would only refuse. */
export class GateChecksRenderer extends ListRenderer {
    displayDeleteIcon(record) {
        const { is_demanded, waived_on } = record.data;
        return super.displayDeleteIcon(record) && !is_demanded && !waived_on;
    }
}

export class GateChecksField extends X2ManyField {
    static components = { ...X2ManyField.components, ListRenderer: GateChecksRenderer };
}

registry.category("fields").add("rollout_gate_checks", {
    ...x2ManyField,
    component: GateChecksField,
});
