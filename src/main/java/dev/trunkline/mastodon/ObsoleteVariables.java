package dev.trunkline.mastodon;

/** Environment variables that Mastodon no longer reads, and that are ignored here too. */
final class ObsoleteVariables {

    private ObsoleteVariables() {}

    static Part translate(Environment environment) {
        Part cluster = environment.has(Variable.STREAMING_CLUSTER_NUM)
                ? Part.warning("STREAMING_CLUSTER_NUM is not read: one process uses all processors")
                : Part.NONE;
        Part namespace = environment.has(Variable.REDIS_NAMESPACE)
                ? Part.warning(
                        "REDIS_NAMESPACE is not read, as in Mastodon since 4.4: TRUNKLINE_REDIS_NAMESPACE names a prefix")
                : Part.NONE;
        return cluster.and(namespace);
    }
}
