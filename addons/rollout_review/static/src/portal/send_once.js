import { registry } from "@web/core/registry";
import { addLoadingEffect } from "@web/core/utils/ui";
import { Interaction } from "@web/public/interaction";

/** A form of the portal whose button rests while it is being sent; the server counts it once in any case. */
export class SendOnce extends Interaction {
    static selector = "form.o_rollout_send_once";
    dynamicContent = {
        _root: { "t-on-submit": this.onSubmit },
        _window: { "t-on-pageshow": this.onPageshow },
    };

    onSubmit(ev) {
        this.restore = addLoadingEffect(ev.currentTarget.querySelector("button[type='submit']"));
    }

    /** The browser may keep the page as it was left, for whoever goes back to it. */
    onPageshow() {
        this.restore?.();
    }
}

registry.category("public.interactions").add("rollout_review.send_once", SendOnce);
