package dev.trunkline.config;

/** Variables that Mastodon has given up, and that are not read here either. */
final class GivenUp {

    private GivenUp() {}

    static void translate(Environment environment, Translation to) {
        if (environment.has(Variable.STREAMING_CLUSTER_NUM)) {
            to.warn("STREAMING_CLUSTER_NUM is not read: one process uses all processors");
        }
        if (environment.has(Variable.REDIS_NAMESPACE)) {
            to.warn("REDIS_NAMESPACE is not read, as in Mastodon since 4.4: TRUNKLINE_REDIS_NAMESPACE names a prefix");
        }
    }
}
