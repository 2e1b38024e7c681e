// The pages work without this. With it, a form that can't be sent stays on the screen with all that was typed, and a
// second tap sends nothing. It is part of the page, since anything to load would be one more line in an access log.
for (const form of document.forms) {
    const unsent = document.getElementById("unsent");
    let isSending = false;
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (isSending) {
            return;
        }
        isSending = true;
        unsent.hidden = true;
        const body = new URLSearchParams(new FormData(form));
        if (event.submitter?.name) {
            body.set(event.submitter.name, event.submitter.value);
        }
        try {
            const response = await fetch(form.action, { method: "POST", body });
            if (response.status >= 500) {
                throw new Error(response.statusText);
            }
            const page = await response.text();
            document.open();
            document.write(page);
            document.close();
            const news = document.querySelector("[role=alert]:not([hidden]), [role=status], h1");
            news.tabIndex = -1;
            news.focus();
            scrollTo(0, 0);
        } catch {
            unsent.hidden = false;
            unsent.scrollIntoView({ block: "center" });
        }
        isSending = false;
    });
}
