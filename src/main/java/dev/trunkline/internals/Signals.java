package dev.trunkline.internals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The operating system's signals. The JDK offers them only as {@code sun.misc.Signal}, which its module {@code
 * jdk.unsupported} exports, but of which javac warns wherever it is named. So it is used by reflection; for the native
 * executable it is registered in {@code META-INF/native-image}.
 */
public final class Signals {

    private Signals() {}

    /**
     * Runs the action, on a thread of its own, each time the signal arrives, instead of what the signal did before. It does
     * so during the JVM's shutdown too, where the JVM ignores signals by itself.
     *
     * @param name without {@code SIG}
     * @throws UnsupportedOperationException if the signal is not available
     */
    public static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    });
            Object wanted = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, wanted, ours);
        } catch (InvocationTargetException taken) {
            throw new UnsupportedOperationException(taken.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new UnsupportedOperationException(missing);
        }
    }
}
