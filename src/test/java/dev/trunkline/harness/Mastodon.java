package dev.trunkline.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trunkline.demo.EmbeddedServers;
import dev.trunkline.demo.PostgresProcess;
import dev.trunkline.demo.RedisProcess;
import dev.trunkline.demo.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** Mastodon's side: its Redis and PostgreSQL, the rows of its tables, and the events that Rails publishes. */
public final class Mastodon implements AutoCloseable {

    private static final AtomicLong UNIQUE = new AtomicLong();

    private final EmbeddedServers servers;
    private Connection database;
    private RedisClient redis;

    private Mastodon(EmbeddedServers servers) {
        this.servers = servers;
    }

    /** Starts new servers; tests get shared ones by {@link WireTest}. */
    public static Mastodon start() {
        try {
            Mastodon mastodon = new Mastodon(EmbeddedServers.start());
            Schema.create(mastodon.database());
            return mastodon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public RedisProcess redisServer() {
        return servers.redis();
    }

    public PostgresProcess postgresServer() {
        return servers.postgres();
    }

    /** A shared connection to Redis. */
    public synchronized RedisClient redis() {
        if (redis == null) {
            redis = connectToRedis();
        }
        return redis;
    }

    /** A new connection to Redis. */
    public RedisClient connectToRedis() {
        try {
            return new RedisClient(servers.redis().host(), servers.redis().port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new connection to PostgreSQL, for locks and transactions. */
    public Connection connectToDatabase() {
        try {
            return servers.postgres().connect();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Blocks every query on a table. */
    public TableLock lock(String table) throws SQLException {
        TableLock lock = queueForLock(table);
        lock.await();
        return lock;
    }

    /** Asks for the lock without waiting for it: queries that are ahead in PostgreSQL's queue run first. */
    public TableLock queueForLock(String table) throws SQLException {
        return new TableLock(connectToDatabase(), table);
    }

    private synchronized Connection database() {
        if (database == null) {
            database = connectToDatabase();
        }
        return database;
    }

    /** Drops the shared connections after Redis or PostgreSQL was away: the next use connects again. */
    public synchronized void forgetConnections() {
        redis = null;
        database = null;
    }

    // Rows that Rails writes

    /** A text that is unique in this JVM. */
    public static String unique(String what) {
        return what + UNIQUE.incrementAndGet();
    }

    /** A new local account with a user. */
    public Account account() {
        long account = insert("INSERT INTO accounts (username) VALUES (?) RETURNING id", unique("account"));
        return new Account(account, insert("INSERT INTO users (account_id) VALUES (?) RETURNING id", account));
    }

    /** A new token of an account; {@code scopes} as Mastodon stores them. */
    public Token token(Account account, String scopes) {
        String text = unique("token");
        long id = insert(
                "INSERT INTO oauth_access_tokens (token, resource_owner_id, scopes) VALUES (?, ?, ?) RETURNING id",
                text,
                account.userId(),
                scopes);
        return new Token(id, text, account);
    }

    /** A token of a new account with the scope {@code read}. */
    public Token reader() {
        return token(account(), "read");
    }

    /** A new list of an account. */
    public long list(Account owner) {
        return insert("INSERT INTO lists (account_id, title) VALUES (?, 'list') RETURNING id", owner.id());
    }

    /** Inserts a row; the id that the statement returns. */
    public long insert(String sql, Object... parameters) {
        try (PreparedStatement statement = database().prepareStatement(sql)) {
            set(statement, parameters);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Changes rows. */
    public void update(String sql, Object... parameters) {
        try (PreparedStatement statement = database().prepareStatement(sql)) {
            set(statement, parameters);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Revokes a token as when a user signs an application out: the row only; see {@link #kill(Token)}. */
    public void revoke(Token token) {
        update("UPDATE oauth_access_tokens SET revoked_at = now() AT TIME ZONE 'UTC' WHERE id = ?", token.id());
    }

    /** A new account of this server that writes statuses. */
    public Author author() {
        return Author.of(account());
    }

    /** A new account of another server. */
    public Author author(String domain) {
        String username = unique("account");
        long id = insert("INSERT INTO accounts (username, domain) VALUES (?, ?) RETURNING id", username, domain);
        return new Author(id, username, username + "@" + domain);
    }

    /** Sets the languages that a user chooses, as an array of PostgreSQL: <code>{de,en}</code>; null for all. */
    public void chooseLanguages(Account account, String array) {
        update("UPDATE users SET chosen_languages = ?::varchar[] WHERE id = ?", array, account.userId());
    }

    /** Gives a user a new role with these permissions. */
    public void role(Account account, long permissions) {
        long role = insert("INSERT INTO user_roles (permissions) VALUES (?) RETURNING id", permissions);
        update("UPDATE users SET role_id = ? WHERE id = ?", role, account.userId());
    }

    /** Sets the permissions of the role of everybody. */
    public void roleOfEverybody(long permissions) {
        update(
                "INSERT INTO user_roles (id, permissions) VALUES (-99, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET permissions = EXCLUDED.permissions",
                permissions);
    }

    /** Sets a row of the table {@code settings}, whose value is YAML. */
    public void setting(String name, String yaml) {
        update(
                "INSERT INTO settings (var, value) VALUES (?, ?) ON CONFLICT (var) DO UPDATE SET value = EXCLUDED.value",
                name,
                yaml);
    }

    public void block(long account, long target) {
        update("INSERT INTO blocks (account_id, target_account_id) VALUES (?, ?)", account, target);
    }

    public void unblock(long account, long target) {
        update("DELETE FROM blocks WHERE account_id = ? AND target_account_id = ?", account, target);
    }

    public void mute(long account, long target) {
        update("INSERT INTO mutes (account_id, target_account_id) VALUES (?, ?)", account, target);
    }

    /** Adds a mute that expires in that many seconds; negative if it has expired. */
    public void muteFor(long account, long target, int seconds) {
        update(
                "INSERT INTO mutes (account_id, target_account_id, expires_at)"
                        + " VALUES (?, ?, now() AT TIME ZONE 'utc' + ? * INTERVAL '1 second')",
                account,
                target,
                seconds);
    }

    public void unmute(long account, long target) {
        update("DELETE FROM mutes WHERE account_id = ? AND target_account_id = ?", account, target);
    }

    public void blockDomain(long account, String domain) {
        update("INSERT INTO account_domain_blocks (account_id, domain) VALUES (?, ?)", account, domain);
    }

    public void unblockDomain(long account, String domain) {
        update("DELETE FROM account_domain_blocks WHERE account_id = ? AND domain = ?", account, domain);
    }

    /** A new filter of an account that warns, without contexts, expiry and keywords. */
    public Filter filter(Account account, String title) {
        return new Filter(
                this,
                insert(
                        "INSERT INTO custom_filters (account_id, phrase) VALUES (?, ?) RETURNING id",
                        account.id(),
                        title));
    }

    /** How many of the database's connections wait for a lock. */
    public long waitingForLocks() {
        return insert("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'");
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    // Events that Rails publishes

    /** Publishes a message; the number of connections that got it. */
    public long publish(String channel, String message) {
        return redis().publish(channel, message.getBytes(UTF_8));
    }

    /** Publishes an event; the payload is JSON. */
    public long publish(String channel, String event, String payload) {
        return publish(channel, "{\"event\":\"" + event + "\",\"payload\":" + payload + "}");
    }

    /** Publishes a new status. */
    public long publish(String channel, PublishedStatus status) {
        return publish(channel, "update", status.json());
    }

    /** Publishes that an account's keyword filters have changed. */
    public void filtersChanged(Account account) {
        publish("timeline:system:" + account.id(), "{\"event\":\"filters_changed\"}");
    }

    /** Publishes an event with a unique payload: a test that expects nothing else waits for it. */
    public String publishMarker(String channel) {
        String marker = unique("marker");
        publish(channel, "delete", '"' + marker + '"');
        return marker;
    }

    /** Publishes that a token was revoked. */
    public void kill(Token token) {
        publish("timeline:access_token:" + token.id(), "{\"event\":\"kill\"}");
    }

    @Override
    public void close() throws IOException, SQLException {
        try {
            if (redis != null) {
                redis.close();
            }
            if (database != null) {
                database.close();
            }
        } finally {
            servers.stop();
        }
    }
}
