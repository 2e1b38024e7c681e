import { patch } from "@web/core/utils/patch";
import { SearchModel } from "@web/search/search_model";
import { CalendarController } from "@web/views/calendar/calendar_controller";

import { datesToBuddhist, isBuddhist, toBuddhist } from "./years";

patch(CalendarController.prototype, {
    inItsCalendar(text) {
        return isBuddhist(this.props.resModel) ? toBuddhist(text) : text;
    },
    get currentDate() {
        return this.inItsCalendar(super.currentDate);
    },
    get currentYear() {
        return this.inItsCalendar(super.currentYear);
    },
    get dayHeader() {
        return this.inItsCalendar(super.dayHeader);
    },
    get weekHeader() {
        return this.inItsCalendar(super.weekHeader);
    },
    get currentMonth() {
        return this.inItsCalendar(super.currentMonth);
    },
});

patch(SearchModel.prototype, {
    setup(services) {
        super.setup(services);
        // What a filter of one's own is called.
        const inItsCalendar = async (describe, resModel, ...args) => {
            const text = await describe(resModel, ...args);
            return isBuddhist(resModel) ? datesToBuddhist(text) : text;
        };
        const { getDomainTreeDescription, getDomainTreeTooltip } = this.treeProcessor;
        this.treeProcessor = {
            ...this.treeProcessor,
            getDomainTreeDescription: (...args) => inItsCalendar(getDomainTreeDescription, ...args),
            getDomainTreeTooltip: (...args) => inItsCalendar(getDomainTreeTooltip, ...args),
        };
    },

    _enrichItem(searchItem) {
        const item = super._enrichItem(searchItem);
        if (item?.type === "dateFilter" && isBuddhist(this.resModel)) {
            for (const option of item.options) {
                option.description = toBuddhist(String(option.description));
            }
        }
        return item;
    },

    _getDateFilterDomain(dateFilter, generatorIds, key) {
        const answer = super._getDateFilterDomain(dateFilter, generatorIds, key);
        return key === "description" && isBuddhist(this.resModel) ? toBuddhist(answer) : answer;
    },
});
