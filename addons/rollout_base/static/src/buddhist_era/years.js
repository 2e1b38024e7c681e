/**
 * Years as they are read in Thai, 2570 for 2027.
 *
 * The browser writes dates in the Buddhist Era there, and so do Odoo's fields while nobody types in them. What Odoo
 * writes in numbers (a date that is typed, the small calendar, what was changed in the chatter) has the Common Era.
 * On the suite's own screens it has the same year as everything else; those of other apps stay as they are.
 */
const AHEAD = 543;
// Nobody means these years of the Common Era, and everybody alive these of the Buddhist Era.
const FIRST_BUDDHIST = 2400;
const YEAR = /(?<!\d)\d{4}(?!\d)/g;
// Odoo takes a date without signs between its parts, too: 31012570.
const TYPED_YEAR = /(?<!\d)\d{4}(?!\d)|(?<=(?<!\d)\d{4})\d{4}(?!\d)/g;
// In a date of numbers, in whichever order.
const DATE_YEAR = /(?<=(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-])\d{4}(?!\d)|(?<!\d)\d{4}(?=[/.-]\d{1,2}[/.-]\d{1,2}(?!\d))/g;

const { Settings } = luxon;

/** Whether dates of a model are read in the Buddhist Era. */
export function isBuddhist(resModel) {
    if (!resModel?.startsWith("rollout.")) {
        return false;
    }
    return new Intl.DateTimeFormat(Settings.defaultLocale).resolvedOptions().calendar === "buddhist";
}

/** Whether dates of a record are: of the suite's own, and of a task that stands on one. */
export function isBuddhistRecord({ resModel, data }) {
    return isBuddhist(resModel?.startsWith("mail.activity") ? data.res_model : resModel);
}

/** @param {string} text in which, among other numbers, there are dates of the Common Era */
export function datesToBuddhist(text) {
    return text?.replace(DATE_YEAR, (year) => Number(year) + AHEAD);
}

/** @param {string} text with years of the Common Era */
export function toBuddhist(text) {
    return text?.replace(YEAR, (year) => Number(year) + AHEAD);
}

/** @param {string} text that somebody typed, with a year of either era */
export function fromBuddhist(text) {
    return text.replace(TYPED_YEAR, (year) => (year >= FIRST_BUDDHIST ? Number(year) - AHEAD : year));
}
