package dev.trunkline.connection;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Logs one line for each connection, when it ends. The facts are in the text for readers and in the mapped diagnostic context
 * for parsers: the JSON log has them as fields. No fact is text that the client chose.
 */
final class ConnectionLog {

    private static final Logger LOG = Logger.getLogger(ConnectionLog.class);

    private ConnectionLog() {}

    /** Called once, while the connection still has its subscriptions; on its event loop. */
    static void ended(Connection connection) {
        Logger.Level level = connection.isOpen() ? Logger.Level.INFO : Logger.Level.DEBUG;
        if (!LOG.isEnabled(level)) {
            return;
        }
        Map<String, String> facts = facts(connection);
        facts.forEach(MDC::put);
        try {
            LOG.logf(
                    level,
                    "Connection ended: %s",
                    facts.entrySet().stream()
                            .map(fact -> fact.getKey() + "=" + fact.getValue())
                            .collect(Collectors.joining(" ")));
        } finally {
            facts.keySet().forEach(MDC::remove);
        }
    }

    private static Map<String, String> facts(Connection connection) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("reason", Objects.requireNonNull(connection.ending()).label());
        facts.put("transport", connection.transport().label());
        facts.put("seconds", String.format(Locale.ROOT, "%.3f", connection.age().toMillis() / 1_000.0));
        facts.put("streams", String.join(",", connection.streamNames()));
        facts.put("events", Long.toString(connection.sent()));
        facts.put("client", connection.origin().address());
        if (!connection.viewer().anonymous()) {
            facts.put("account", Long.toString(connection.viewer().accountId()));
        }
        facts.put("request", connection.origin().requestId());
        return facts;
    }
}
