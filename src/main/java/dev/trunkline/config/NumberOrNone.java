package dev.trunkline.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a count that is 0, for none, or more; a smaller one ends the start. */
public final class NumberOrNone implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String value) {
        int number = Integer.parseInt(value.strip());
        if (number < 0) {
            throw new IllegalArgumentException("It must be 0 or more");
        }
        return number;
    }
}
