package dev.trunkline.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the demo in the tables of {@link Schema}: the {@link Cast} with its tokens, and one case of
 * each rule about who sees what (protocol, sections 3 and 6). The same every time.
 */
public final class DemoData {

    /** Bits of {@code user_roles.permissions}. */
    private static final long ADMINISTRATOR = 1;

    private static final long INVITE_USERS = 1 << 16;
    private static final long VIEW_FEEDS = 1 << 20;

    private final Connection connection;

    private DemoData(Connection connection) {
        this.connection = connection;
    }

    /** Fills empty tables, all rows or none. */
    public static void insert(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            new DemoData(connection).insertAll();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private void insertAll() throws SQLException {
        insertRoles();
        insertAccounts();
        insertUsers();
        insertTokens();
        insertFollowsAndLists();
        insertRelationships();
        insertFilters();
        insertSettings();
        moveSequences();
    }

    /** Moves the sequences past the ids given here, for rows that tests or people add. */
    private void moveSequences() throws SQLException {
        for (String table : List.of("user_roles", "users", "oauth_access_tokens", "lists", "custom_filters")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), 1000)");
            }
        }
    }

    private void insertRoles() throws SQLException {
        String sql = "INSERT INTO user_roles (id, name, position, permissions) VALUES (?, ?, ?, ?)";
        execute(sql, Cast.EVERYBODY, "", -1, INVITE_USERS);
        execute(sql, Cast.ADMIN_ROLE, "Admin", 100, ADMINISTRATOR);
        execute(sql, Cast.FEED_VIEWER_ROLE, "Feed viewer", 10, VIEW_FEEDS);
    }

    private void insertAccounts() throws SQLException {
        for (DemoAccount account : Cast.ACCOUNTS) {
            execute(
                    "INSERT INTO accounts (id, username, domain, display_name, note, uri, url, created_at, suspended_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    account.id(),
                    account.username(),
                    account.domain(),
                    account.displayName(),
                    account.note(),
                    "https://" + account.host() + "/users/" + account.username(),
                    "https://" + account.host() + "/@" + account.username(),
                    Cast.PAST,
                    account.equals(Cast.SAM) ? Cast.PAST : null);
        }
    }

    private void insertUsers() throws SQLException {
        for (DemoUser user : Cast.USERS) {
            execute(
                    "INSERT INTO users (id, email, account_id, role_id, disabled, chosen_languages, locale)"
                            + " VALUES (?, ?, ?, ?, ?, ?, 'en')",
                    user.id(),
                    user.account().username() + "@" + Cast.LOCAL_DOMAIN,
                    user.account().id(),
                    user.role(),
                    user.disabled(),
                    user.chosenLanguages());
        }
    }

    private void insertTokens() throws SQLException {
        for (DemoToken token : Cast.TOKENS) {
            execute(
                    "INSERT INTO oauth_access_tokens"
                            + " (id, token, resource_owner_id, scopes, created_at, expires_in, revoked_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    token.id(),
                    token.token(),
                    token.user().id(),
                    token.scopes(),
                    Cast.PAST,
                    token.state() == DemoToken.State.EXPIRED ? 7_200 : null,
                    token.state() == DemoToken.State.REVOKED ? Cast.PAST.plusDays(1) : null);
        }
    }

    private void insertFollowsAndLists() throws SQLException {
        insertPairs("follows", Cast.FOLLOWS);
        for (DemoList list : Cast.LISTS) {
            execute(
                    "INSERT INTO lists (id, account_id, title) VALUES (?, ?, ?)",
                    list.id(),
                    list.owner().id(),
                    list.title());
            for (DemoAccount member : list.members()) {
                execute(
                        "INSERT INTO list_accounts (list_id, account_id, follow_id) VALUES (?, ?,"
                                + " (SELECT id FROM follows WHERE account_id = ? AND target_account_id = ?))",
                        list.id(),
                        member.id(),
                        list.owner().id(),
                        member.id());
            }
        }
    }

    private void insertRelationships() throws SQLException {
        insertPairs("blocks", Cast.BLOCKS);
        insertPairs("mutes", Cast.MUTES);
        insertPairs("mutes", Cast.PAST_MUTES);
        for (DemoAccount account : Cast.ACCOUNTS) {
            for (DemoAccount muted : Cast.PAST_MUTES.getOrDefault(account, List.of())) {
                execute(
                        "UPDATE mutes SET expires_at = ? WHERE account_id = ? AND target_account_id = ?",
                        Cast.PAST,
                        account.id(),
                        muted.id());
            }
            for (String domain : Cast.BLOCKED_DOMAINS.getOrDefault(account, List.of())) {
                execute("INSERT INTO account_domain_blocks (account_id, domain) VALUES (?, ?)", account.id(), domain);
            }
        }
    }

    private void insertPairs(String table, Map<DemoAccount, List<DemoAccount>> pairs) throws SQLException {
        for (DemoAccount account : Cast.ACCOUNTS) {
            for (DemoAccount target : pairs.getOrDefault(account, List.of())) {
                execute(
                        "INSERT INTO " + table + " (account_id, target_account_id) VALUES (?, ?)",
                        account.id(),
                        target.id());
            }
        }
    }

    private void insertFilters() throws SQLException {
        for (DemoFilter filter : Cast.FILTERS) {
            execute(
                    "INSERT INTO custom_filters (id, account_id, phrase, context, action, expires_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    filter.id(),
                    filter.owner().id(),
                    filter.title(),
                    DemoFilter.CONTEXT,
                    filter.action() == DemoFilter.Action.WARN ? 0 : 1,
                    filter.expiresAt());
            for (String keyword : filter.keywords()) {
                execute(
                        "INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word) VALUES (?, ?, ?)",
                        filter.id(),
                        keyword,
                        filter.wholeWord());
            }
        }
    }

    private void insertSettings() throws SQLException {
        String sql = "INSERT INTO settings (var, value, created_at, updated_at) VALUES (?, ?, ?, ?)";
        execute(sql, "site_title", "--- Trunkline's demo\n", Cast.PAST, Cast.PAST);
        execute(sql, "local_live_feed_access", "--- public\n", Cast.PAST, Cast.PAST);
    }

    private void execute(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, forJdbc(values[i]));
            }
            statement.executeUpdate();
        }
    }

    private @Nullable Object forJdbc(@Nullable Object value) throws SQLException {
        return value instanceof List<?> texts ? connection.createArrayOf("varchar", texts.toArray()) : value;
    }
}
