package dev.trunkline.bench;

/**
 * What has been used so far, or between two moments: µs of CPU, statements, ns. NaN stands for what a server does not tell.
 *
 * @param user of the server; {@code kernel} likewise
 * @param busy of the whole machine; {@code client}: of this process
 */
record Costs(
        double user,
        double kernel,
        double redis,
        double postgres,
        double statements,
        double client,
        double busy,
        double nanos) {

    static Costs of(Usage usage, long statements) {
        return new Costs(
                usage.cpu().user(),
                usage.cpu().kernel(),
                usage.redis(),
                usage.postgres(),
                statements,
                usage.client(),
                usage.busy(),
                usage.nanos());
    }

    Costs minus(Costs before) {
        return new Costs(
                user - before.user,
                kernel - before.kernel,
                redis - before.redis,
                postgres - before.postgres,
                statements - before.statements,
                client - before.client,
                busy - before.busy,
                nanos - before.nanos);
    }

    /** Of the server. */
    double cpu() {
        return user + kernel;
    }

    /** The share of the machine that other processes used, in per cent; NaN if not all of ours are known. */
    double othersShare() {
        double others = busy - cpu() - redis - postgres - client;
        return 100 * others * 1000 / nanos / Runtime.getRuntime().availableProcessors();
    }
}
