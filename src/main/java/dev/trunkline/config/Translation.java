package dev.trunkline.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What Mastodon's environment says, as Quarkus configuration: properties by name, a line for each value that cannot be used,
 * and a line for each that is passed over on purpose. Nothing is read later than here.
 */
public final class Translation {

    private final Environment environment;
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, Variable> givers = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Translation(Environment environment) {
        this.environment = environment;
        part(Listening::translate);
        part(Listening::port);
        part(Listening::trustedProxies);
        part(LogLevel::translate);
        part(DatabaseServer::translate);
        part(DatabaseServer::pool);
        part(RedisServer::translate);
        part(Certificates::translate);
        part(GivenUp::translate);
    }

    /** Of these variables, and of the {@code .env.production} in the directory or the one above it. */
    public static Translation of(Map<String, String> variables, Path directory) {
        Optional<Path> file = EnvironmentFile.find(directory);
        if (file.isEmpty()) {
            return of(variables);
        }
        try {
            return new Translation(new Environment(variables, EnvironmentFile.read(file.get())));
        } catch (IOException unreadable) {
            // As Mastodon's server takes it: the service manager may have read it with rights that we do not have.
            Translation translation = of(variables);
            translation.warn(file.get() + " cannot be read, and is passed over");
            return translation;
        }
    }

    public static Translation of(Map<String, String> variables) {
        return new Translation(Environment.of(variables));
    }

    static Translation of(Environment environment) {
        return new Translation(environment);
    }

    private void part(BiConsumer<Environment, Translation> translate) {
        try {
            translate.accept(environment, this);
        } catch (WrongValue wrong) {
            faults.add(String.valueOf(wrong.getMessage()));
        }
    }

    /** The value is taken literally: in configuration a dollar sign would begin an expression. */
    void put(String property, String value) {
        properties.put(property, value.replace("$", "\\$"));
    }

    /** The same, remembering whom to name where the value turns out to be no good. */
    void put(Variable giver, String property, String value) {
        givers.put(property, giver);
        put(property, value);
    }

    /** The same, and a property besides. */
    public Translation with(String property, String value) {
        put(property, value);
        return this;
    }

    void warn(String line) {
        warnings.add(line);
    }

    /** The value of a property that is there, as it was given. */
    public String literal(String property) {
        return properties.getOrDefault(property, "").replace("\\$", "$");
    }

    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /**
     * The value of a property, null where there is none. The file may also hold variables named after properties, as the
     * environment may.
     */
    public @Nullable String value(String property) {
        String own = null;
        // Asked for some thousand properties at each start.
        if (environment.hasFile()) {
            own = environment.fromFile(Giver.variable(property));
        }
        return own == null ? properties.get(property) : own;
    }

    /** Whether settings of Quarkus's own are among the variables, which may win over what is here. */
    public boolean isOverridden() {
        return environment.names("QUARKUS_");
    }

    /** Whether settings of ours are among the variables. */
    public boolean hasOurs() {
        return environment.names("TRUNKLINE_");
    }

    /** The variable that gave a property its value, else the property itself. */
    String giver(String property) {
        String own = Giver.variable(property);
        if (environment.has(own)) {
            return own;
        }
        Variable giver = givers.get(property);
        return giver == null ? property : giver.name();
    }

    /** A line for each value that cannot be used: the start has to end. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** A line for each variable that is passed over on purpose. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
