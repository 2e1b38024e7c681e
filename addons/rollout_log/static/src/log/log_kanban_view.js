import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

const NEEDS_DECISION = ["decided", "closed"];

export class LogKanbanRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
    }

    /**
     * Ask for the decision where an item is dropped that has none, instead of refusing the move.
     */
    async sortRecordDrop(recordId, groupId, params) {
        const { list } = this.props;
        const target = list.isGrouped && list.groups.find((group) => group.id === params.parent?.dataset.id);
        const record = list.records.find((each) => each.id === recordId);
        if (
            !target ||
            !record ||
            record.data.decision ||
            list.groupByField.name !== "state" ||
            !NEEDS_DECISION.includes(target.value)
        ) {
            return super.sortRecordDrop(recordId, groupId, params);
        }
        params.parent.classList.remove("o_kanban_hover");
        const action = await this.orm.call(record.resModel, "action_decide", [
            [record.resId]
        ]);
        this.action.doAction(action, { onClose: () => list.model.load() });
    }
}

registry.category("views").add("rollout_log_kanban", { ...kanbanView, Renderer: LogKanbanRenderer });
