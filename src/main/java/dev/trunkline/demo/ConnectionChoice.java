package dev.trunkline.demo;

import dev.trunkline.connection.Connection;
import dev.trunkline.connection.ListedConnection;
import dev.trunkline.demo.Parameters.BadParameter;
import dev.trunkline.stream.StreamName;
import org.jspecify.annotations.Nullable;

/**
 * Which of the clients' connections are meant; what is null makes no difference.
 *
 * @param account of the viewer
 * @param token the id of the viewer's
 * @param stream the name of one that the connection is subscribed to
 */
record ConnectionChoice(
        @Nullable Long account,
        @Nullable Long token,
        @Nullable String stream) {

    /** By account and stream. */
    static ConnectionChoice of(Parameters parameters) {
        String account = parameters.get("account", "");
        String stream = parameters.get("stream", "");
        return new ConnectionChoice(
                account.isBlank() ? null : accountId(account), null, stream.isBlank() ? null : streamName(stream));
    }

    /** Those of them that were opened with a token. */
    ConnectionChoice with(long tokenId) {
        return new ConnectionChoice(account, tokenId, stream);
    }

    private static long accountId(String name) {
        return Cast.USERS.stream()
                .map(DemoUser::account)
                .filter(account -> account.username().equals(name)
                        || Long.toString(account.id()).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadParameter("account is a name of the demo's people, such as alice"))
                .id();
    }

    private static String streamName(String label) {
        return StreamName.named(label)
                .orElseThrow(() -> new BadParameter("stream is one of Mastodon's, such as public:local"))
                .label();
    }

    /** To be called on the connection's event loop. */
    boolean includes(Connection connection) {
        ListedConnection listed = connection.listed();
        return connection.isOpen()
                && !connection.ended()
                && (account == null || account == listed.account())
                && (token == null || token == connection.viewer().tokenId())
                && (stream == null || listed.streams().contains(stream));
    }
}
