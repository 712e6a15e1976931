package dev.trunkline.audience;

import dev.trunkline.event.Event;

/** A status whose checks were given up: only listeners that need no check get it. */
record UncheckedStatus(Event event, Status status) implements Judged {

    @Override
    public Verdict verdictFor(Listener listener) {
        return listener.anonymous() && listener.wants(status) ? Verdict.AS_PUBLISHED : Verdict.NOTHING;
    }
}
