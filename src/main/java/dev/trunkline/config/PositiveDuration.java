package dev.trunkline.config;

import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads a duration as Quarkus does; one below a millisecond, the resolution of the timers, ends the start. */
public final class PositiveDuration implements Converter<Duration> {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Duration convert(String value) {
        Duration duration = DurationConverter.parseDuration(value);
        if (duration != null && duration.toMillis() <= 0) {
            throw new IllegalArgumentException("A time longer than 0 would be right, like 500ms, 5s or 2m");
        }
        return duration;
    }
}
