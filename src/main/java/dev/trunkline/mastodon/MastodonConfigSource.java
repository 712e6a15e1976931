package dev.trunkline.mastodon;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The translation of Mastodon's environment as a source of Quarkus configuration (protocol, section 9). Properties of
 * Quarkus's own, as environment variables or system properties, win over it. It is empty until {@link #use} is called:
 * Quarkus also reads its sources at build time, and would record the values of the building machine's environment.
 */
public final class MastodonConfigSource implements ConfigSource {

    /** Above application.properties (250) and a file of that name beside the server (260), below the environment (300). */
    private static final int ORDINAL = 275;

    private static volatile Translation current = Translation.of(Map.of());

    private final Supplier<Translation> translation;

    /** The source that Quarkus finds as a service: it has the values of the translation in use. */
    public MastodonConfigSource() {
        this(() -> current);
    }

    private MastodonConfigSource(Supplier<Translation> translation) {
        this.translation = translation;
    }

    /** A source with the values of this translation, whichever is in use. */
    public static MastodonConfigSource of(Translation translation) {
        return new MastodonConfigSource(() -> translation);
    }

    /** Sets the translation that Quarkus reads; to be called before Quarkus starts. */
    public static void use(Translation translation) {
        current = translation;
        ProcessVariables.use(translation.variables());
    }

    /** The translation that Quarkus reads. */
    public static Translation current() {
        return current;
    }

    @Override
    public Set<String> getPropertyNames() {
        return translation.get().properties().keySet();
    }

    @Override
    public @Nullable String getValue(String property) {
        return translation.get().expression(property);
    }

    @Override
    public String getName() {
        return "Mastodon's environment variables";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
