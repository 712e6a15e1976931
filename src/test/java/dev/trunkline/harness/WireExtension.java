package dev.trunkline.harness;

import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts what {@link WireTest} asks for when the first test asks, and ends it with the class or, if shared, with the run. */
final class WireExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(WireExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Mastodon.class || type == Trunkline.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        WireTest wanted = context.getRequiredTestClass().getAnnotation(WireTest.class);
        return parameter.getParameter().getType() == Mastodon.class
                ? mastodon(wanted, context)
                : trunkline(wanted, context);
    }

    private static Mastodon mastodon(WireTest wanted, ExtensionContext context) {
        ExtensionContext owner = wanted.ownServers() ? ofClass(context) : context.getRoot();
        return owner.getStore(NAMESPACE)
                .computeIfAbsent(
                        new Key(Mastodon.class, owner.getUniqueId()), missing -> Mastodon.start(), Mastodon.class);
    }

    private static Trunkline trunkline(WireTest wanted, ExtensionContext context) {
        boolean shared = wanted.settings().length == 0 && !wanted.ownServers();
        ExtensionContext owner = shared ? context.getRoot() : ofClass(context);
        Mastodon mastodon = mastodon(wanted, context);
        return owner.getStore(NAMESPACE)
                .computeIfAbsent(
                        new Key(Trunkline.class, owner.getUniqueId()),
                        missing -> Trunkline.start(mastodon, List.of(wanted.settings())),
                        Trunkline.class);
    }

    /** With the owner: looking for a class's own, a store would also find what all share. */
    private record Key(Class<?> type, String owner) {}

    private static ExtensionContext ofClass(ExtensionContext context) {
        ExtensionContext current = context;
        while (current.getTestMethod().isPresent()) {
            current = current.getParent().orElseThrow();
        }
        return current;
    }
}
