import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/**
 * Draws what the server has computed: places in percent of the picture, and texts.
 */
class KpiChartField extends Component {
    static props = { ...standardFieldProps };

    get chart() {
        const chart = this.props.record.data[this.props.name];
        return chart && chart.label ? chart : null;
    }
}

/** A bar from zero to the last value, with marks for baseline and target. */
export class BulletField extends KpiChartField {
    static template = "rollout_kpi.BulletField";
    static props = { ...KpiChartField.props, legend: { type: Boolean, optional: true } };

    get unit() {
        return this.chart.unit;
    }
}

/** All readings of a KPI as a line: hollow dots before go-live, full ones after it. */
export class SparklineField extends KpiChartField {
    static template = "rollout_kpi.SparklineField";
    static props = { ...KpiChartField.props, legend: { type: Boolean, optional: true } };

    get segments() {
        const points = this.chart.points;
        return points.slice(1).map((end, index) => ({ start: points[index], end }));
    }
}

const extractProps = ({ options }) => ({ legend: Boolean(options.legend) });

registry.category("fields").add("rollout_bullet", {
    component: BulletField,
    supportedTypes: ["json"],
    extractProps,
});
registry.category("fields").add("rollout_sparkline", {
    component: SparklineField,
    supportedTypes: ["json"],
    extractProps,
});
