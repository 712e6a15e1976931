package dev.trunkline.audience;

import dev.trunkline.event.Event;
import org.jspecify.annotations.Nullable;

/** A status that has gone through the checks, as one channel's listeners see it (protocol, section 6). */
record CheckedStatus(Event event, StatusCheck check) implements Judged {

    @Override
    public @Nullable Event eventFor(Listener listener) {
        if (!listener.wants(check.status())) {
            return null;
        }
        // Nobody has to be asked about a listener without an account, who gets no `filtered` member either.
        return listener.viewer().anonymous()
                ? event
                : check.eventFor(listener.viewer().accountId());
    }
}
