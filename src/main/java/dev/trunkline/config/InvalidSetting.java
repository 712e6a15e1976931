package dev.trunkline.config;

/**
 * A setting whose value cannot be used, found while the application starts: it ends the start. The fault says what is wrong
 * and what would be right, without the property's name and without any password; {@code start} puts the name in front under
 * which the administrator knows the property.
 */
public final class InvalidSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String fault;

    public InvalidSetting(String property, String fault) {
        super(property + ": " + fault);
        this.property = property;
        this.fault = fault;
    }

    /** The name of the configuration property, such as {@code quarkus.redis.hosts}. */
    public String property() {
        return property;
    }

    public String fault() {
        return fault;
    }
}
