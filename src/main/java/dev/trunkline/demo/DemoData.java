package dev.trunkline.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the demo in the tables of {@link Schema}: the {@link Cast} with its tokens, and a case of everything that
 * decides who sees what (protocol, sections 3 and 6). The same every time.
 */
public final class DemoData {

    private static final LocalDateTime PAST = LocalDateTime.of(2024, 2, 29, 12, 0);
    private static final LocalDateTime FUTURE = LocalDateTime.of(2099, 12, 31, 23, 59, 59, 123_000_000);

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

    /** What is added without an id, in a test or by hand, must not meet the ids given here. */
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
                    PAST,
                    account.equals(Cast.SAM) ? PAST : null);
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
                    PAST,
                    token.state() == DemoToken.State.EXPIRED ? 7_200 : null,
                    token.state() == DemoToken.State.REVOKED ? PAST.plusDays(1) : null);
        }
    }

    private void insertFollowsAndLists() throws SQLException {
        for (DemoAccount follower : Cast.ACCOUNTS) {
            for (DemoAccount followed : Cast.FOLLOWS.getOrDefault(follower, List.of())) {
                execute(
                        "INSERT INTO follows (account_id, target_account_id) VALUES (?, ?)",
                        follower.id(),
                        followed.id());
            }
        }
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
        String block = "INSERT INTO blocks (account_id, target_account_id) VALUES (?, ?)";
        execute(block, Cast.ALICE.id(), Cast.TROLL.id());
        execute(block, Cast.IVAN.id(), Cast.CHANDRA.id());
        String mute = "INSERT INTO mutes (account_id, target_account_id, expires_at) VALUES (?, ?, ?)";
        execute(mute, Cast.ALICE.id(), Cast.JUAN.id(), null);
        execute(mute, Cast.ALICE.id(), Cast.HANA.id(), PAST);
        execute(mute, Cast.BOB.id(), Cast.TROLL.id(), FUTURE);
        String domainBlock = "INSERT INTO account_domain_blocks (account_id, domain) VALUES (?, ?)";
        execute(domainBlock, Cast.ALICE.id(), Cast.SPAM.domain());
        execute(domainBlock, Cast.EMI.id(), Cast.IVAN.domain());
    }

    private void insertFilters() throws SQLException {
        insertFilter(1, Cast.ALICE, "Spoilers", 0, null);
        insertKeyword(1, "finale", true);
        insertKeyword(1, "last chapter", true);
        insertFilter(2, Cast.ALICE, "Money talk", 1, FUTURE);
        insertKeyword(2, "crypto", false);
        insertFilter(3, Cast.ALICE, "Last year's election", 0, PAST);
        insertKeyword(3, "election", true);
        insertFilter(4, Cast.EMI, "ネタバレ", 0, null);
        insertKeyword(4, "最終回", false);
    }

    private void insertFilter(long id, DemoAccount account, String title, int action, @Nullable LocalDateTime expires)
            throws SQLException {
        execute(
                "INSERT INTO custom_filters (id, account_id, phrase, context, action, expires_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                id,
                account.id(),
                title,
                List.of("home", "public"),
                action,
                expires);
    }

    private void insertKeyword(long filter, String keyword, boolean wholeWord) throws SQLException {
        execute(
                "INSERT INTO custom_filter_keywords (custom_filter_id, keyword, whole_word) VALUES (?, ?, ?)",
                filter,
                keyword,
                wholeWord);
    }

    private void insertSettings() throws SQLException {
        String sql = "INSERT INTO settings (var, value, created_at, updated_at) VALUES (?, ?, ?, ?)";
        execute(sql, "site_title", "--- Trunkline's demo\n", PAST, PAST);
        execute(sql, "local_live_feed_access", "--- public\n", PAST, PAST);
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
