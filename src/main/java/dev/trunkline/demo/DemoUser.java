package dev.trunkline.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A local account's user.
 *
 * @param role the id of the user's own role, null for none
 * @param chosenLanguages null for all
 */
record DemoUser(
        long id,
        DemoAccount account,
        @Nullable Long role,
        boolean disabled,
        @Nullable List<String> chosenLanguages) {}
