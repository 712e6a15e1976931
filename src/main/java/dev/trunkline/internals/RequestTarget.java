package dev.trunkline.internals;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerRequest;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts another target into the place of a request's own. A wrapper around the request would not do: the handshake of a
 * WebSocket reads the target of the request inside it, and fails if that is no URI.
 */
@RegisterForReflection(targets = Http1xServerRequest.class, methods = false)
public final class RequestTarget {

    /** Where Vert.x keeps the target. */
    static final String TARGET = "uri";
    /** What Vert.x derives from the target when somebody asks for it, and keeps. */
    static final List<String> DERIVED = List.of("path", "query", "absoluteURI", "params");

    private RequestTarget() {}

    /** Replaces the target; to be called on the connection's event loop, before any route. */
    public static void replace(HttpServerRequest request, String target) {
        set(request, TARGET, target);
        DERIVED.forEach(field -> set(request, field, null));
    }

    private static void set(HttpServerRequest request, String name, @Nullable String value) {
        try {
            Field field = Http1xServerRequest.class.getDeclaredField(name);
            field.setAccessible(true);
            field.set(request, value);
        } catch (ReflectiveOperationException moved) {
            throw new IllegalStateException(moved);
        }
    }
}
