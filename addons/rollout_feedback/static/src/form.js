// The pages work without this. With it, a form that can't be sent stays on the screen with all that was typed, and a
// second tap sends nothing, since its buttons rest. It is part of the page, since anything to load would be one more
// line in an access log.
for (const form of document.forms) {
    const patienceMs = 30000;
    const unsent = document.getElementById("unsent");
    let isSending = false;
    form.addEventListener("submit", async (event) => {
        if (!("submitter" in event)) {
            return; // which button it was can't be told: this browser sends as without a script
        }
        event.preventDefault();
        if (isSending) {
            return;
        }
        isSending = true;
        unsent.hidden = true;
        form.setAttribute("aria-busy", "true");
        const body = new URLSearchParams(new FormData(form));
        if (event.submitter?.name) {
            body.set(event.submitter.name, event.submitter.value);
        }
        const buttons = [...form.querySelectorAll("button:enabled")];
        buttons.forEach((button) => (button.disabled = true));
        const patience = new AbortController();
        const timer = setTimeout(() => patience.abort(), patienceMs);
        let page = "";
        try {
            const options = { method: "POST", body, signal: patience.signal };
            page = await (await fetch(form.action, options)).text();
        } catch {
            // No connection, or not for long enough: the page stays empty, and the form says so.
        }
        clearTimeout(timer);
        // Each of our pages has this place; that of a proxy, or of a server that isn't ready, hasn't.
        if (page.includes(`id="${unsent.id}"`)) {
            document.open();
            document.write(page);
            document.close();
            const find = (selector) => document.querySelector(selector);
            const news = find("[role=alert]:not([hidden])") ?? find("[role=status]") ?? find("h1");
            news.tabIndex = -1;
            news.focus();
            scrollTo(0, 0);
        } else {
            isSending = false;
            form.removeAttribute("aria-busy");
            buttons.forEach((button) => (button.disabled = false));
            unsent.hidden = false;
            unsent.scrollIntoView({ block: "center" });
        }
    });
}
