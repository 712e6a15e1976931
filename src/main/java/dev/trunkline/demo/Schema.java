package dev.trunkline.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of Mastodon that the server reads (protocol, section 11). */
public final class Schema {

    private Schema() {}

    /** Creates the tables in an empty database, all or none. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // One text, which the server runs as one transaction.
            statement.execute(resource("/demo/schema.sql"));
        }
    }

    private static String resource(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
