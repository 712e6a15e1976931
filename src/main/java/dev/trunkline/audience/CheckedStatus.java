package dev.trunkline.audience;

import dev.trunkline.event.Event;

/** A status whose checks have been made for one channel's listeners (protocol, section 6). */
record CheckedStatus(Event event, StatusCheck check) implements Judged {

    @Override
    public Verdict verdictFor(Listener listener) {
        if (!listener.wants(check.status())) {
            return Verdict.NOTHING;
        }
        // An anonymous listener has no blocks and no filters, and so gets no `filtered` member.
        return listener.anonymous() ? Verdict.AS_PUBLISHED : check.verdictFor(listener.account());
    }
}
