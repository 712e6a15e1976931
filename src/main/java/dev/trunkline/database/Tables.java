package dev.trunkline.database;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables and columns that this server reads (protocol, section 11). */
public final class Tables {

    private static final Map<String, List<String>> COLUMNS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "oauth_access_tokens",
                    List.of("id", "token", "resource_owner_id", "scopes", "created_at", "expires_in", "revoked_at")),
            Map.entry("users", List.of("id", "account_id", "role_id", "disabled", "chosen_languages")),
            Map.entry("accounts", List.of("id", "username", "domain", "suspended_at")),
            Map.entry("user_roles", List.of("id", "permissions")),
            Map.entry("lists", List.of("id", "account_id")),
            Map.entry("blocks", List.of("account_id", "target_account_id")),
            Map.entry("mutes", List.of("account_id", "target_account_id", "expires_at")),
            Map.entry("account_domain_blocks", List.of("account_id", "domain")),
            Map.entry("custom_filters", List.of("id", "account_id", "phrase", "context", "expires_at", "action")),
            Map.entry("custom_filter_keywords", List.of("id", "custom_filter_id", "keyword", "whole_word")),
            Map.entry("settings", List.of("var", "value"))));

    private Tables() {}

    public static List<String> names() {
        return List.copyOf(COLUMNS.keySet());
    }

    /** A query without rows, which fails if the table or one of its columns is missing or may not be read. */
    public static String probe(String table) {
        return "SELECT " + String.join(", ", COLUMNS.getOrDefault(table, List.of("1"))) + " FROM " + table + " LIMIT 0";
    }
}
