package dev.trunkline.harness;

import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test what {@link WireTest} asks for, when a test asks first. */
final class WireExtension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Mastodon.class || type == Trunkline.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        WireTest wanted = test.getAnnotation(WireTest.class);
        SharedServers servers = SharedServers.of(wanted.ownServers());
        return parameter.getParameter().getType() == Mastodon.class
                ? servers.mastodon(test)
                : servers.trunkline(Set.of(wanted.settings()), test);
    }
}
