package dev.trunkline.mastodon;

/** Environment variables named after a property, ours or Quarkus's, whose value is not UTF-8. */
final class UnreadableSettings {

    /** What is said of any such variable. It shows nothing of the value, which may be a password. */
    static final String FAULT = "the value is not UTF-8";

    private UnreadableSettings() {}

    static Part translate(Environment environment) {
        return environment
                .names()
                .filter(name -> name.startsWith("TRUNKLINE_") || name.startsWith("QUARKUS_"))
                .filter(environment::isUnreadable)
                .sorted()
                .map(name -> Part.fault(name + ": " + FAULT))
                .reduce(Part.NONE, Part::and);
    }
}
