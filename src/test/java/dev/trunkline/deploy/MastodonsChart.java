package dev.trunkline.deploy;

import dev.trunkline.demo.PostgresProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Mastodon's Helm chart gives its streaming container, as far as it decides whether another image can take its place: the
 * command, the names of the variables in its ConfigMap, the two keys of its secrets, and what the kubelet adds.
 */
final class MastodonsChart {

    /** Instead of the image's entry point. */
    static final List<String> COMMAND = List.of("--", "node", "./streaming");

    private MastodonsChart() {}

    /** The variables of the container, for these servers and a free port. */
    static Map<String, String> variables(PostgresProcess postgres, int redisPort, String redisPassword) {
        Map<String, String> variables = new HashMap<>();
        // The ConfigMap: for all of Mastodon's processes.
        variables.put("DB_HOST", postgres.host());
        variables.put("DB_PORT", Integer.toString(postgres.port()));
        variables.put("DB_NAME", postgres.database());
        variables.put("DB_USER", postgres.user());
        variables.put("DB_POOL", "25");
        variables.put("PREPARED_STATEMENTS", "true");
        variables.put("REDIS_HOST", "127.0.0.1");
        variables.put("REDIS_PORT", Integer.toString(redisPort));
        variables.put("STREAMING_CLUSTER_NUM", "1");
        variables.put("LOCAL_DOMAIN", "mastodon.example");
        variables.put("DEFAULT_LOCALE", "en");
        variables.put("NODE_ENV", "production");
        variables.put("RAILS_ENV", "production");
        variables.put("MALLOC_ARENA_MAX", "2");
        variables.put("CACHE_BUSTER_ENABLED", "false");
        // The keys `password` and `redis-password` of its secrets, and the port.
        variables.put("DB_PASS", postgres.password());
        variables.put("REDIS_PASSWORD", redisPassword);
        variables.put("PORT", "0");
        // The kubelet's, for the services of a release by the name of mastodon: nobody connects to these.
        variables.put("MASTODON_STREAMING_PORT", "tcp://192.0.2.7:4000");
        variables.put("MASTODON_REDIS_MASTER_PORT", "tcp://192.0.2.8:6379");
        variables.put("KUBERNETES_PORT", "tcp://192.0.2.1:443");
        return variables;
    }
}
