package dev.trunkline.audience;

import dev.trunkline.viewer.Viewer;

/** Who may see one event: the answer to every viewer's question, without I/O (protocol, section 6). */
@FunctionalInterface
public interface Verdicts {

    /** Everybody who listens may see it: the event needs no check. */
    Verdicts EVERYBODY = viewer -> true;

    boolean admits(Viewer viewer);
}
