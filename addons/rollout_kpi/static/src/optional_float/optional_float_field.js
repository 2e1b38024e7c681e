import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

/** A number that can be emptied again: nothing is not zero. */
export class OptionalFloatField extends FloatField {
    parse(value) {
        return value.trim() === "" ? false : super.parse(value);
    }
}

registry.category("fields").add("rollout_optional_float", {
    ...floatField,
    component: OptionalFloatField,
});
