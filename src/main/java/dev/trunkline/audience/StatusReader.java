package dev.trunkline.audience;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trunkline.event.Event;
import dev.trunkline.event.EventName;
import dev.trunkline.event.PayloadKind;
import dev.trunkline.filter.SearchableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a payload the facts that the checks need. If a key is given twice, the last one counts. An optional member that is
 * absent counts as empty; a member of another type than Mastodon's is a {@link MalformedStatus}.
 */
final class StatusReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from other servers, too, and must not stay in memory for ever.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser json;

    private @Nullable Account account;
    private @Nullable Set<Long> mentioned;
    private @Nullable String language;
    private boolean localOnly;
    private boolean filtered;
    private String spoiler = "";
    private String content = "";
    private List<String> options = List.of();
    private List<String> descriptions = List.of();

    private record Account(
            long id, String address, @Nullable String username) {

        boolean local() {
            return address.equals(username);
        }

        @Nullable
        String domain() {
            int at = address.indexOf('@');
            return at < 0 || at == address.length() - 1 ? null : address.substring(at + 1);
        }
    }

    private StatusReader(JsonParser json) {
        this.json = json;
    }

    /** Whether an event carries a status, which has to be checked. */
    static boolean isStatus(Event event) {
        return event.name().equals(EventName.UPDATE) || event.name().equals(EventName.STATUS_UPDATE);
    }

    /** Reads an event that carries a status. */
    static Status read(Event event) throws MalformedStatus {
        // A string may contain the text of a status, but has no place for a `filtered` member.
        if (event.kind() != PayloadKind.JSON) {
            throw new MalformedStatus("the payload is not an object");
        }
        return read(event.payload());
    }

    /** Reads a JSON text in well-formed UTF-8. */
    static Status read(byte[] payload) throws MalformedStatus {
        try (JsonParser parser = JSON.createParser(payload)) {
            return new StatusReader(parser).status();
        } catch (IOException e) {
            // The payload is well-formed, but too deep for the library, for example. Its message would quote the text.
            throw new MalformedStatus("the payload cannot be read");
        }
    }

    private Status status() throws IOException, MalformedStatus {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedStatus("the payload is not an object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "account" -> account = account();
                case "mentions" -> mentioned = mentions();
                case "language" -> language = stringOrNull();
                case "local_only" -> {
                    // Any value but false and null keeps the post on this server.
                    localOnly = value != JsonToken.VALUE_FALSE && value != JsonToken.VALUE_NULL;
                    json.skipChildren();
                }
                case "filtered" -> {
                    filtered = true;
                    json.skipChildren();
                }
                case "spoiler_text" -> spoiler = text(name);
                case "content" -> content = text(name);
                case "poll" -> options = options();
                case "media_attachments" -> descriptions = texts(name, "description");
                default -> json.skipChildren();
            }
        }
        if (account == null || mentioned == null) {
            throw new MalformedStatus(account == null ? "account is missing" : "mentions is missing");
        }
        List<String> parts = new ArrayList<>(2 + options.size() + descriptions.size());
        parts.add(spoiler);
        parts.add(content);
        parts.addAll(options);
        parts.addAll(descriptions);
        return new Status(
                account.id(),
                account.domain(),
                account.local(),
                mentioned,
                language,
                localOnly,
                filtered,
                new SearchableText(parts));
    }

    private @Nullable String stringOrNull() throws IOException {
        if (json.hasToken(JsonToken.VALUE_STRING)) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    private Account account() throws IOException, MalformedStatus {
        expect(JsonToken.START_OBJECT, "account is not an object");
        long id = 0;
        String address = null;
        String username = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = id("account.id");
                case "acct" -> {
                    expect(JsonToken.VALUE_STRING, "account.acct is not a string");
                    address = json.getText();
                }
                case "username" -> username = stringOrNull();
                default -> json.skipChildren();
            }
        }
        if (id == 0 || address == null) {
            throw new MalformedStatus(id == 0 ? "account.id is missing" : "account.acct is missing");
        }
        return new Account(id, address, username);
    }

    private Set<Long> mentions() throws IOException, MalformedStatus {
        expect(JsonToken.START_ARRAY, "mentions is not an array");
        Set<Long> ids = new LinkedHashSet<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, "a mention is not an object");
            long id = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("id")) {
                    id = id("a mention's id");
                } else {
                    json.skipChildren();
                }
            }
            if (id == 0) {
                throw new MalformedStatus("a mention's id is missing");
            }
            ids.add(id);
        }
        return ids;
    }

    private List<String> options() throws IOException, MalformedStatus {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return List.of();
        }
        expect(JsonToken.START_OBJECT, "poll is not an object");
        List<String> titles = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("options")) {
                titles = texts("poll.options", "title");
            } else {
                json.skipChildren();
            }
        }
        return titles;
    }

    /** The given member of each object of an array; the array may be null, and the member, too. */
    private List<String> texts(String array, String member) throws IOException, MalformedStatus {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return List.of();
        }
        expect(JsonToken.START_ARRAY, array + " is not an array");
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, "an element of " + array + " is not an object");
            String text = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(member)) {
                    text = text(array + "." + member);
                } else {
                    json.skipChildren();
                }
            }
            texts.add(text);
        }
        return texts;
    }

    private String text(String name) throws IOException, MalformedStatus {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return "";
        }
        expect(JsonToken.VALUE_STRING, name + " is not a string");
        return json.getText();
    }

    /** A row's id: a string of digits, as Mastodon writes it, or a number; never 0. */
    private long id(String name) throws IOException, MalformedStatus {
        boolean number = json.hasToken(JsonToken.VALUE_NUMBER_INT);
        if (number || json.hasToken(JsonToken.VALUE_STRING)) {
            String digits = json.getText();
            if (digits.length() <= 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9') && !digits.isEmpty()) {
                try {
                    long id = Long.parseLong(digits);
                    if (id != 0) {
                        return id;
                    }
                } catch (NumberFormatException overflow) {
                    throw new MalformedStatus(name + " is not an id");
                }
            }
        }
        throw new MalformedStatus(name + " is not an id");
    }

    private void expect(JsonToken token, String otherwise) throws MalformedStatus {
        if (!json.hasToken(token)) {
            throw new MalformedStatus(otherwise);
        }
    }
}
