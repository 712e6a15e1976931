package dev.trunkline.mastodon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Mastodon's environment says, as configuration properties: immutable, and the sum of its parts, each of which is a
 * function of the environment. The environment is read once, before Quarkus starts.
 */
public final class Translation {

    private static final List<Function<Environment, Part>> PARTS = List.of(
            BindVariables::address,
            BindVariables::port,
            TrustedProxyVariable::translate,
            LogLevelVariable::translate,
            DatabaseVariables::server,
            DatabaseVariables::pool,
            SentinelVariables::withoutMaster,
            RedisVariables::translate,
            CertificateVariable::translate,
            ObsoleteVariables::translate,
            UnknownSettings::translate,
            UnreadableSettings::translate);

    private final Environment environment;
    private final Part sum;
    private final Optional<String> origin;

    private Translation(Environment environment, Part sum, Optional<String> origin) {
        this.environment = environment;
        this.sum = sum;
        this.origin = origin;
    }

    /** Translates the process's variables and the {@code .env.production} of the directory or its parent. */
    public static Translation of(EnvironmentVariables variables, Path directory) {
        Optional<Path> found = EnvironmentFile.find(directory);
        if (found.isEmpty()) {
            Translation none = of(
                    new Environment(variables, EnvironmentVariables.NONE),
                    "no " + EnvironmentFile.NAME + " in " + directory.toAbsolutePath() + " or the directory above it");
            return EnvironmentFile.closedFolders(directory).stream()
                    .map(folder -> Part.warning(
                            folder + " cannot be searched for " + EnvironmentFile.NAME + " by this process"))
                    .reduce(none, Translation::with, (first, second) -> second);
        }
        Path file = found.get().toAbsolutePath();
        try {
            return of(new Environment(variables, EnvironmentFile.read(file)), file + " is read");
        } catch (IOException unreadable) {
            // What the file would have said is not known: a server that starts without it may be a wrong one.
            Translation translation = of(new Environment(variables, EnvironmentVariables.NONE));
            return new Translation(
                    translation.environment, translation.sum.and(fault(file, unreadable)), Optional.empty());
        }
    }

    private static Part fault(Path file, IOException unreadable) {
        return Part.fault(EnvironmentFile.NAME + ": " + file + " cannot be read (" + reason(unreadable)
                + "); this process has to be able to, or to run in another directory");
    }

    private static String reason(IOException unreadable) {
        if (unreadable instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (unreadable instanceof NoSuchFileException) {
            return "it is a link to a file that there is not";
        }
        return unreadable instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(unreadable.getMessage());
    }

    /** Translates the process's variables alone. */
    public static Translation of(EnvironmentVariables variables) {
        return of(new Environment(variables, EnvironmentVariables.NONE));
    }

    /** The same for variables that can all be read. */
    public static Translation of(Map<String, String> variables) {
        return of(EnvironmentVariables.of(variables));
    }

    static Translation of(Environment environment) {
        return new Translation(environment, sum(environment), Optional.empty());
    }

    private static Translation of(Environment environment, String origin) {
        return new Translation(environment, sum(environment), Optional.of(origin));
    }

    private static Part sum(Environment environment) {
        return PARTS.stream().map(part -> apply(part, environment)).reduce(Part.NONE, Part::and);
    }

    private static Part apply(Function<Environment, Part> part, Environment environment) {
        try {
            return part.apply(environment);
        } catch (WrongValue wrong) {
            return Part.fault(String.valueOf(wrong.getMessage()));
        }
    }

    /** The same translation with another value of a property. */
    public Translation with(String property, String value) {
        return with(Part.property(property, value));
    }

    private Translation with(Part part) {
        return new Translation(environment, sum.and(part), origin);
    }

    /** The properties that the variables set, with literal values. */
    public Map<String, String> properties() {
        return sum.properties();
    }

    /** The literal value of a property that the variables set, else its default; null if it has none. */
    public @Nullable String valueOrDefault(String property) {
        String value = sum.properties().get(property);
        return value == null ? new Defaults().getValue(property) : value;
    }

    /**
     * The value of a property where no configuration can be asked, before Quarkus starts and after a failed start: the system
     * property, the variable that is named after it, Mastodon's variable, the default.
     */
    public @Nullable String effective(String property) {
        String own = System.getProperty(property);
        if (own == null) {
            own = environment.value(VariableName.of(property));
        }
        return own == null || own.isEmpty() ? valueOrDefault(property) : own;
    }

    /**
     * The value of a property as configuration is to read it: a dollar sign of a Mastodon variable is escaped, so that it
     * begins no expression. A variable of the file that is named after a property counts as that property, as one of the
     * process does. Null if the property is unset.
     */
    @Nullable
    String expression(String property) {
        // Quarkus asks for thousands of properties at each start.
        if (!environment.file().values().isEmpty()) {
            String ofFile = environment.valueOfFile(VariableName.of(property));
            if (ofFile != null) {
                return ofFile;
            }
        }
        String value = sum.properties().get(property);
        return value == null ? null : value.replace("$", "\\$");
    }

    /** The process's own environment variables, without those of the file. */
    public Map<String, String> variables() {
        return environment.process().values();
    }

    /** Whether any variable is named after a property of Quarkus, and so may override a value in here. */
    public boolean setsQuarkus() {
        return environment.hasNameWith("QUARKUS_");
    }

    /** Whether any variable is named after a setting of our own. */
    public boolean setsTrunkline() {
        return environment.hasNameWith("TRUNKLINE_");
    }

    /**
     * The name under which the administrator knows a property: the system property or the variable that is named after it, or
     * Mastodon's variable, whichever sets it. The property's own name if nothing sets it.
     */
    public String nameOf(String property) {
        if (System.getProperty(property) != null) {
            return property;
        }
        String own = VariableName.of(property);
        if (environment.has(own)) {
            return own;
        }
        Variable source = sum.sources().get(property);
        return source == null ? property : source.name();
    }

    /** The names of all settings that are given, without their values; {@code nothing} if none is. */
    public String given() {
        return GivenNames.of(environment);
    }

    /** Which file was read besides the process's variables, or that there is none; empty if none was sought. */
    public Optional<String> origin() {
        return origin;
    }

    /** A line for each value that cannot be used, with the variable's name; any of them ends the start. */
    public List<String> faults() {
        return sum.faults();
    }

    /** A line for each variable that is ignored on purpose. */
    public List<String> warnings() {
        return sum.warnings();
    }
}
