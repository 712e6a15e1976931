package dev.trunkline.audience;

import dev.trunkline.event.Event;

/** A status that has gone through the checks, as one channel's listeners see it (protocol, section 6). */
record CheckedStatus(Event event, StatusCheck check) implements Judged {

    @Override
    public Verdict verdictFor(Listener listener) {
        if (!listener.wants(check.status())) {
            return Verdict.NOTHING;
        }
        // Nobody has to be asked about a listener without an account, who gets no `filtered` member either.
        return listener.anonymous() ? Verdict.AS_PUBLISHED : check.verdictFor(listener.account());
    }
}
