package dev.trunkline.database;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether a password for PostgreSQL is configured. The driver itself does not tell: it has one of its own for the other case. */
@Singleton
class PasswordSetting {

    /** A URL in which the driver would find one. */
    private static final Pattern WITH_PASSWORD =
            Pattern.compile(".*://[^/?@]*:[^/?@]*@.*|.*[?&]password=.*", Pattern.DOTALL);

    private final boolean given;

    PasswordSetting(
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password,
            @ConfigProperty(name = "quarkus.datasource.credentials-provider") Optional<String> provider,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url) {
        this.given = password.isPresent()
                || provider.isPresent()
                || WITH_PASSWORD.matcher(url).matches();
    }

    boolean isGiven() {
        return given;
    }
}
