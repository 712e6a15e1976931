package dev.trunkline.redis;

/**
 * The server has answered a command with an error; the message is in its own words, except for those that quote the command's
 * arguments, which may be a password.
 */
public final class RedisRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private static final String ARGUMENTS = ", with args beginning with:";

    RedisRefusal(String words) {
        super(withoutArguments(words), null, false, false);
    }

    private static String withoutArguments(String words) {
        int arguments = words.indexOf(ARGUMENTS);
        return arguments < 0 ? words : words.substring(0, arguments);
    }
}
