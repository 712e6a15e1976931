package dev.trunkline.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads a duration as Quarkus does, which may be 0; a negative one ends the start. */
public final class DurationOrNone implements Converter<Duration> {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Duration convert(String value) {
        Duration duration = DurationConverter.parseDuration(value);
        if (duration != null && duration.isNegative()) {
            throw new IllegalArgumentException("0, or a time like 500ms, 5s or 2m would be right");
        }
        return duration;
    }
}
