import { registry } from "@web/core/registry";
import {
    FieldSelectorField,
    fieldSelectorField,
} from "@web/views/fields/field_selector/field_selector_field";

/** Chooses a field of a model among those that fit: of some types, and kept in the database. */
export class FieldOfTypeField extends FieldSelectorField {
    static props = { ...FieldSelectorField.props, types: { type: Array } };

    filter(fieldDef) {
        return super.filter(fieldDef) && fieldDef.store && this.props.types.includes(fieldDef.type);
    }
}

registry.category("fields").add("rollout_field_of_type", {
    ...fieldSelectorField,
    component: FieldOfTypeField,
    extractProps: ({ options }) => ({
        allowProperties: false,
        followRelations: false,
        resModel: options.model,
        types: options.types,
    }),
});
