package dev.trunkline.audience;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trunkline.filter.SearchableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a payload what the checks have to know. Of a key given twice the last counts. What is absent where a status may
 * do without it is taken as empty; what is of another type than Mastodon's is a {@link Misfit}.
 */
final class StatusReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from other servers, too: they shall not stay in memory for ever.
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

    /** Reads a JSON text in well-formed UTF-8. */
    static Status read(byte[] payload) throws Misfit {
        try (JsonParser parser = JSON.createParser(payload)) {
            return new StatusReader(parser).status();
        } catch (IOException e) {
            // Well-formed it is: too deep for the library, say. Its own message would quote the text.
            throw new Misfit("the payload cannot be read");
        }
    }

    private Status status() throws IOException, Misfit {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new Misfit("the payload is no object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "account" -> account = account();
                case "mentions" -> mentioned = mentions();
                case "language" -> language = stringOrNull();
                case "local_only" -> {
                    // Whatever is not plainly no keeps the post on this server.
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
            throw new Misfit(account == null ? "account is missing" : "mentions is missing");
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

    private Account account() throws IOException, Misfit {
        expect(JsonToken.START_OBJECT, "account is no object");
        long id = 0;
        String address = null;
        String username = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "id" -> id = id("account.id");
                case "acct" -> {
                    expect(JsonToken.VALUE_STRING, "account.acct is no string");
                    address = json.getText();
                }
                case "username" -> username = stringOrNull();
                default -> json.skipChildren();
            }
        }
        if (id == 0 || address == null) {
            throw new Misfit(id == 0 ? "account.id is missing" : "account.acct is missing");
        }
        return new Account(id, address, username);
    }

    private Set<Long> mentions() throws IOException, Misfit {
        expect(JsonToken.START_ARRAY, "mentions is no array");
        Set<Long> ids = new LinkedHashSet<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, "a mention is no object");
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
                throw new Misfit("a mention's id is missing");
            }
            ids.add(id);
        }
        return ids;
    }

    private List<String> options() throws IOException, Misfit {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return List.of();
        }
        expect(JsonToken.START_OBJECT, "poll is no object");
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

    /** That member of each object of an array; the array may be null, and the members, too. */
    private List<String> texts(String array, String member) throws IOException, Misfit {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return List.of();
        }
        expect(JsonToken.START_ARRAY, array + " is no array");
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, "an element of " + array + " is no object");
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

    private String text(String name) throws IOException, Misfit {
        if (json.hasToken(JsonToken.VALUE_NULL)) {
            return "";
        }
        expect(JsonToken.VALUE_STRING, name + " is no string");
        return json.getText();
    }

    /** A row's id: a string of digits, as Mastodon has it, or a number; never 0. */
    private long id(String name) throws IOException, Misfit {
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
                    throw new Misfit(name + " is no id");
                }
            }
        }
        throw new Misfit(name + " is no id");
    }

    private void expect(JsonToken token, String otherwise) throws Misfit {
        if (!json.hasToken(token)) {
            throw new Misfit(otherwise);
        }
    }
}
