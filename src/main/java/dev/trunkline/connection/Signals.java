package dev.trunkline.connection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The operating system's signals. The JDK has no other way to them than {@code sun.misc.Signal}, which its module {@code
 * jdk.unsupported} exports, but which javac warns of wherever it is named, and nothing switches that off: so it is not named.
 * For the native executable it is registered in {@code META-INF/native-image}.
 */
final class Signals {

    private Signals() {}

    /**
     * Lets the action be run, on a thread of its own, each time the signal comes, instead of whatever else it does.
     *
     * @param name without {@code SIG}
     * @throws UnsupportedOperationException if the signal cannot be had
     */
    static void on(String name, Runnable action) {
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
        } catch (InvocationTargetException refused) {
            throw new UnsupportedOperationException(refused.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new UnsupportedOperationException(missing);
        }
    }
}
