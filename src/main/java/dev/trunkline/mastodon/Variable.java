package dev.trunkline.mastodon;

/** The environment variables of Mastodon that are read (protocol, section 9). */
public enum Variable {
    PORT,
    BIND,
    SOCKET,
    LOG_LEVEL,
    TRUSTED_PROXY_IP,

    DATABASE_URL,
    DB_HOST,
    DB_PORT,
    DB_NAME,
    DB_USER,
    DB_PASS,
    DB_POOL,
    DB_SSLMODE,

    /** libpq's, where Mastodon's say nothing. */
    PGHOST,
    PGPORT,
    PGDATABASE,
    PGUSER,
    PGPASSWORD,
    PGPASSFILE,
    PGOPTIONS,
    PGSSLMODE,
    PGSSLROOTCERT,
    PGSSLCERT,
    PGSSLKEY,

    /** Only for the password file in it. */
    HOME,

    REDIS_URL,
    REDIS_HOST,
    REDIS_PORT,
    REDIS_DB,
    REDIS_USER,
    REDIS_PASSWORD,

    REDIS_SENTINELS,
    REDIS_SENTINEL_MASTER,
    REDIS_SENTINEL_PORT,
    REDIS_SENTINEL_USERNAME,
    REDIS_SENTINEL_PASSWORD,

    NODE_EXTRA_CA_CERTS,

    /** Of older releases; only a warning mentions it. */
    STREAMING_CLUSTER_NUM,
    /** Of releases before 4.4; only a warning mentions it. */
    REDIS_NAMESPACE
}
