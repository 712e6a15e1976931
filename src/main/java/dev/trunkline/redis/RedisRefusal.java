package dev.trunkline.redis;

/** The server has answered a command with an error; the message is in its own words. */
public final class RedisRefusal extends Exception {

    private static final long serialVersionUID = 1;

    RedisRefusal(String words) {
        super(words, null, false, false);
    }
}
