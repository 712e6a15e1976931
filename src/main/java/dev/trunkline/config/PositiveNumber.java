package dev.trunkline.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a count that is 1 or more; a smaller one ends the start. */
public final class PositiveNumber implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String value) {
        int number = Integer.parseInt(value.strip());
        if (number < 1) {
            throw new IllegalArgumentException("It must be 1 or more");
        }
        return number;
    }
}
