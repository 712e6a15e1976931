package dev.trunkline.config;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a count that is 1 or more; a smaller one ends the start. */
public final class PositiveNumber implements Converter<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public Integer convert(String value) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("It must be a number, 1 or more", none);
        }
        throw new IllegalArgumentException("It must be 1 or more");
    }
}
