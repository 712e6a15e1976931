package dev.trunkline.mastodon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each variable of Mastodon and its properties (protocol, section 9). */
class TranslationTest {

    private static final String DATABASE = "quarkus.datasource.reactive.";

    /** {@code A=b C=d}; {@code <_>} stands for a blank in a value. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new TreeMap<>();
        Arrays.stream(text.strip().split(" +"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> pairs.put(pair[0], pair[1].replace("<_>", " ")));
        return pairs;
    }

    private static Map<String, String> properties(Map<String, String> variables) {
        Translation translation = Translation.of(variables);
        assertEquals(List.of(), translation.faults());
        return new TreeMap<>(translation.properties());
    }

    private static String fault(Map<String, String> variables) {
        List<String> faults = Translation.of(variables).faults();
        assertEquals(1, faults.size(), faults.toString());
        return faults.get(0);
    }

    @Test
    void noVariableIsNoProperty() {
        assertEquals(Map.of(), properties(Map.of()));
        assertEquals(List.of(), Translation.of(Map.of()).warnings());
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyVariableCountsAsUnset(Variable variable) {
        Map<String, String> variables = Map.of(variable.name(), "");
        assertEquals(Map.of(), properties(variables));
        assertEquals(List.of(), Translation.of(variables).warnings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NODE_ENV", "WEB_DOMAIN", "trunkline", "REDIS_URLS", "PGHOST"})
    void unknownVariablesAreIgnored(String name) {
        assertEquals(Map.of(), properties(Map.of(name, "x")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PORT=4001                     | quarkus.http.port=4001
            PORT=0                        | quarkus.http.port=0
            BIND=0.0.0.0                  | quarkus.http.host=0.0.0.0
            BIND=::1                      | quarkus.http.host=::1
            BIND=[::]                     | quarkus.http.host=::
            BIND=localhost                | quarkus.http.host=localhost
            SOCKET=/tmp/s.sock            | quarkus.http.domain-socket=/tmp/s.sock quarkus.http.domain-socket-enabled=true quarkus.http.host-enabled=false
            SOCKET=/tmp/s.sock BIND=::1   | quarkus.http.domain-socket=/tmp/s.sock quarkus.http.domain-socket-enabled=true quarkus.http.host-enabled=false
            TRUSTED_PROXY_IP=10.0.0.0/8,::1 | trunkline.trusted-proxies=10.0.0.0/8,::1
            TRUSTED_PROXY_IP=10.0.0.1<_>::1 | trunkline.trusted-proxies=10.0.0.1<_>::1
            LOG_LEVEL=trace               | quarkus.log.category."dev.trunkline".level=TRACE
            LOG_LEVEL=debug               | quarkus.log.category."dev.trunkline".level=DEBUG
            LOG_LEVEL=info                | quarkus.log.level=INFO
            LOG_LEVEL=warn                | quarkus.log.level=WARN
            LOG_LEVEL=error               | quarkus.log.level=ERROR
            LOG_LEVEL=fatal               | quarkus.log.level=FATAL
            LOG_LEVEL=silly               | ''
            DB_POOL=25                    | quarkus.datasource.reactive.max-size=25
            """)
    void addressesAndLogLevel(String variables, String properties) {
        assertEquals(pairs(properties), properties(pairs(variables)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # DATABASE_URL                       | url                         | user     | password
            postgresql://u:p@db:5433/m           | db:5433/m                   | u        | p
            postgres://u:p@db/m                  | db:5432/m                   | u        | p
            postgres://u@db/m                    | db:5432/m                   | u        | -
            postgres://db/m                      | db:5432/m                   | -        | -
            postgres://u:@db/m                   | db:5432/m                   | u        | -
            postgres://u@db                      | db:5432/u                   | u        | -
            postgres://u:p@/m                    | localhost:5432/m            | u        | p
            postgres:///m                        | localhost:5432/m            | -        | -
            postgres://u%40x:p%3A%2F+%25@db/m    | db:5432/m                   | u@x      | p:/+%
            postgres://u:p%C3%A9@db/m            | db:5432/m                   | u        | pé
            postgres://u:p^@w[]{}@db/m           | db:5432/m                   | u        | p^@w[]{}
            postgres://u:100%@db/m               | db:5432/m                   | u        | 100%
            postgres://u:a:b@db/m                | db:5432/m                   | u        | a:b
            postgres://u:p@my_db/m%20x           | my_db:5432/m%20x            | u        | p
            postgres://u:p@[::1]:5433/m          | %3A%3A1:5433/m              | u        | p
            postgres://u:p@[fe80::1]/m           | fe80%3A%3A1:5432/m          | u        | p
            postgres://u:p@%2Fvar%2Frun:5433/m   | %2Fvar%2Frun:5433/m         | u        | p
            postgres://u:p@/m?host=/var/run      | %2Fvar%2Frun:5432/m         | u        | p
            postgres://u@x/m?host=%2Fvar%2Frun   | %2Fvar%2Frun:5432/m         | u        | -
            postgres://db/m?user=v&password=q    | db:5432/m                   | v        | q
            postgres://u:p@db/m?pool=5&prepared_statements=false | db:5432/m   | u        | p
            postgres://db:1/m?port=5433          | db:5433/m                   | -        | -
            postgres://u@db?dbname=n             | db:5432/n                   | u        | -
            postgres://u@db/m?dbname=n&host=&port=&user=&password= | db:5432/m | u        | -
            postgres://db/m?password=p%2Bq       | db:5432/m                   | -        | p+q
            """)
    void databaseUrl(String given, String server, String user, String password) {
        Map<String, String> found = properties(Map.of("DATABASE_URL", given));
        assertEquals("postgresql://" + server, found.get(DATABASE + "url"));
        assertEquals(user, found.get("quarkus.datasource.username"));
        assertEquals(password, found.get("quarkus.datasource.password"));
        assertEquals("disable", found.get(DATABASE + "postgresql.ssl-mode"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            DB_HOST=db                                   | db:5432/mastodon_production         | mastodon | -
            DB_PORT=5433                                 | localhost:5433/mastodon_production  | mastodon | -
            DB_NAME=m                                    | localhost:5432/m                    | mastodon | -
            DB_USER=u                                    | localhost:5432/mastodon_production  | u        | -
            DB_PASS=p                                    | localhost:5432/mastodon_production  | mastodon | p
            DB_HOST=::1                                  | %3A%3A1:5432/mastodon_production    | mastodon | -
            DB_HOST=/var/run/postgresql DB_PORT=5433     | %2Fvar%2Frun%2Fpostgresql:5433/mastodon_production | mastodon | -
            DB_HOST=db DB_USER=u DB_PASS=p@:/? DB_NAME=m | db:5432/m                           | u        | p@:/?
            DATABASE_URL=postgres://u@x/n DB_PASS=p      | x:5432/n                            | u        | p
            DATABASE_URL=postgres://u:q@x/n DB_PASS=p    | x:5432/n                            | u        | q
            DATABASE_URL=postgres://u@x/n DB_HOST=y DB_PORT=1 DB_USER=z DB_NAME=o | x:5432/n   | u        | -
            """)
    void databaseParts(String variables, String server, String user, String password) {
        Map<String, String> found = properties(pairs(variables));
        assertEquals("postgresql://" + server, found.get(DATABASE + "url"));
        assertEquals(user, found.get("quarkus.datasource.username"));
        assertEquals(password, found.get("quarkus.datasource.password"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # variables                                         | ssl-mode | verification | trust-all
            DB_HOST=x                                           | disable  | -            | -
            DB_SSLMODE=disable                                  | disable  | -            | -
            DB_SSLMODE=no-verify                                | require  | -            | true
            DB_SSLMODE=allow                                    | require  | HTTPS        | -
            DB_SSLMODE=prefer                                   | require  | HTTPS        | -
            DB_SSLMODE=require                                  | require  | HTTPS        | -
            DB_SSLMODE=verify-ca                                | require  | HTTPS        | -
            DB_SSLMODE=verify-full                              | require  | HTTPS        | -
            DB_SSLMODE=verify-full DB_HOST=/var/run             | disable  | -            | -
            DATABASE_URL=postgres://u@x/n                       | disable  | -            | -
            DATABASE_URL=postgres://u@x/n?sslmode=disable       | disable  | -            | -
            DATABASE_URL=postgres://u@x/n?sslmode=no-verify     | require  | -            | true
            DATABASE_URL=postgres://u@x/n?sslmode=require       | require  | HTTPS        | -
            DATABASE_URL=postgres://u@x/n?a=b&sslmode=verify-ca | require  | HTTPS        | -
            DATABASE_URL=postgres://u@x/n?ssl=true              | require  | HTTPS        | -
            DATABASE_URL=postgres://u@x/n?ssl=0                 | disable  | -            | -
            DATABASE_URL=postgres://u@x/n?sslrootcert=system    | require  | HTTPS        | -
            DATABASE_URL=postgres://u@x/n DB_SSLMODE=require    | disable  | -            | -
            DATABASE_URL=postgres://u@x/n?ssl=no-verify         | require  | -            | true
            DATABASE_URL=postgres://u@x/n?sslmode=&ssl=1        | require  | HTTPS        | -
            DATABASE_URL=postgres://u@x/n?sslmode=disable&ssl=1 | disable  | -            | -
            # PostgreSQL's own meaning of the modes
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true   | disable  | -            | -
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=disable     | disable | -     | -
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=allow       | require | -     | true
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=prefer      | require | -     | true
            DATABASE_URL=postgres://u@x/n?sslmode=require&uselibpqcompat=true     | require | -     | true
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&ssl=true            | require | -     | true
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=no-verify   | require | -     | true
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=verify-full | require | HTTPS | -
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=require&sslrootcert=system   | require | HTTPS | -
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=verify-ca&sslrootcert=system | require | HTTPS | -
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true&sslmode=require DB_HOST=/run | require | -    | true
            DATABASE_URL=postgres://u@/n?host=/run&uselibpqcompat=true&sslmode=require | disable | - | -
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=1&sslmode=require        | require | HTTPS | -
            DATABASE_URL=postgres://u@x/n?uselibpqcompat=true PGSSLMODE=require   | require | -     | true
            # libpq's variable, where nothing else is given
            PGSSLMODE=require                                   | require  | HTTPS        | -
            PGSSLMODE=prefer                                    | require  | HTTPS        | -
            PGSSLMODE=verify-full DB_HOST=x                     | require  | HTTPS        | -
            PGSSLMODE=no-verify DB_HOST=x                       | require  | -            | true
            PGSSLMODE=disable                                   | disable  | -            | -
            PGSSLMODE=allow                                     | disable  | -            | -
            PGSSLMODE=verify-full DB_HOST=/run                  | disable  | -            | -
            PGSSLMODE=verify-full DB_SSLMODE=disable            | disable  | -            | -
            PGSSLMODE=disable DB_SSLMODE=require                | require  | HTTPS        | -
            PGSSLMODE=verify-full DATABASE_URL=postgres://u@x/n | require  | HTTPS        | -
            PGSSLMODE=verify-full DATABASE_URL=postgres://u@x/n?sslmode=disable | disable | - | -
            PGSSLMODE=verify-full DATABASE_URL=postgres://u@x/n?ssl=0 | disable | -       | -
            PGSSLMODE=disable DATABASE_URL=postgres://u@x/n?sslrootcert=system | require | HTTPS | -
            """)
    void databaseTls(String variables, String mode, String verification, String trustAll) {
        Map<String, String> found = properties(pairs(variables));
        assertEquals(mode, found.get(DATABASE + "postgresql.ssl-mode"));
        assertEquals(verification, found.get(DATABASE + "hostname-verification-algorithm"));
        assertEquals(trustAll, found.get(DATABASE + "trust-all"));
    }

    /** libpq's variables fill what Mastodon's leave out, in the order of node-postgres. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            PGPASSWORD=q                                       | -                     | -        | q
            PGPASSWORD=q DB_HOST=x                             | x:5432/mastodon_production | mastodon | q
            PGPASSWORD=q DB_PASS=p                             | localhost:5432/mastodon_production | mastodon | p
            PGPASSWORD=q DATABASE_URL=postgres://u@x/n         | x:5432/n              | u        | q
            PGPASSWORD=q DATABASE_URL=postgres://u:p@x/n       | x:5432/n              | u        | p
            PGPASSWORD=q DATABASE_URL=postgres://u@x/n DB_PASS=p | x:5432/n            | u        | p
            PGHOST=h PGPORT=1 PGUSER=v PGDATABASE=d            | -                     | -        | -
            PGHOST=h PGPORT=1 PGUSER=v PGDATABASE=d DB_NAME=n  | localhost:5432/n      | mastodon | -
            PGHOST=h PGPORT=1 PGUSER=v PGDATABASE=d DATABASE_URL=postgres:// | h:1/d   | v        | -
            PGHOST=h PGPORT=1 PGUSER=v DATABASE_URL=postgres:// | h:1/v                | v        | -
            PGHOST=/run PGPORT=1 PGUSER=v DATABASE_URL=postgres:///n | %2Frun:1/n      | v        | -
            PGHOST=h PGPORT=1 PGUSER=v PGDATABASE=d DATABASE_URL=postgres://u@x:2/n | x:2/n | u   | -
            PGHOST=h PGPORT=1 PGUSER=v PGDATABASE=d DATABASE_URL=postgres:///?host=x&port=2&user=u&dbname=n | x:2/n | u | -
            PGDATABASE=d DATABASE_URL=postgres://u@x           | x:5432/d              | u        | -
            """)
    void variablesOfLibpq(String variables, String server, String user, String password) {
        Map<String, String> found = properties(pairs(variables));
        assertEquals(server == null ? null : "postgresql://" + server, found.get(DATABASE + "url"));
        assertEquals(user, found.get("quarkus.datasource.username"));
        assertEquals(password, found.get("quarkus.datasource.password"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            DATABASE_URL=postgres://u@x/n                                          | -
            DATABASE_URL=postgres://u@x/n?options=-c%20search_path%3Da%2Cpublic    | -c search_path=a,public
            DATABASE_URL=postgres://u@x/n?options=-c+search_path=a                 | -c search_path=a
            DATABASE_URL=postgres://u@x/n?options=endpoint%3Dep-x-1                | endpoint=ep-x-1
            DATABASE_URL=postgres://u@x/n?options=a%5C%20b$                        | a\\ b$
            DATABASE_URL=postgres://u@x/n?options= PGOPTIONS=-c<_>b=c              | -c b=c
            DATABASE_URL=postgres://u@x/n?options=d PGOPTIONS=-c<_>b=c             | d
            DB_HOST=x PGOPTIONS=-c<_>b=c                                           | -c b=c
            PGOPTIONS=-c<_>b=c                                                     | -c b=c
            """)
    void optionsOfTheSession(String variables, String options) {
        Translation translation = Translation.of(pairs(variables));
        assertEquals(List.of(), translation.warnings());
        assertEquals(options, translation.properties().get(DATABASE + "additional-properties.options"));
    }

    /** Names only: the value may be a password, and so may a name where a password was not encoded. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            DATABASE_URL=postgres://u@x/n?sslmode=disable&host=h&port=1&user=v&dbname=n&options=o&ssl=0&uselibpqcompat=true | -
            DATABASE_URL=postgres://u@x/n?search_path=secret                | DATABASE_URL: the parameter search_path of the URL is not read
            DATABASE_URL=postgres://u@x/n?pool=5&Encoding=secret&sslmode=disable | DATABASE_URL: the parameters Encoding, pool of the URL are not read
            DATABASE_URL=postgres://u:1/m?secret=x@db&b=c                   | DATABASE_URL: 2 parameters of the URL are not read
            DATABASE_URL=postgres://u@x/n?password=a&secret=b               | DATABASE_URL: a parameter of the URL is not read
            DATABASE_URL=postgres://u@x/n?pass%20secret=b                   | DATABASE_URL: a parameter of the URL is not read
            REDIS_URL=redis://x?db=1&user=u                                 | -
            REDIS_URL=redis://x?family=secret                               | REDIS_URL: the parameter family of the URL is not read
            REDIS_URL=unix:///run/r.sock?db=1&family=secret                 | REDIS_URL: the parameter family of the URL is not read
            """)
    void parametersWithoutEffectAreNamed(String variables, String line) {
        Translation translation = Translation.of(pairs(variables));
        assertEquals(List.of(), translation.faults());
        assertEquals(line == null ? List.of() : List.of(line), translation.warnings());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            REDIS_URL=redis://redis:6380/1               | redis://redis:6380/1              | -
            REDIS_URL=redis://redis                      | redis://redis:6379/0              | -
            REDIS_URL=redis://redis?db=2                 | redis://redis:6379/2              | -
            REDIS_URL=redis://:p@redis/                  | redis://:p@redis:6379/0           | -
            REDIS_URL=redis://u:p@redis/3                | redis://u:p@redis:6379/3          | -
            REDIS_URL=redis://u:p%2B+%25%40,$@redis      | redis://u:p%2B%2B%25%40%2C%24@redis:6379/0 | -
            REDIS_URL=redis://u:p^{}@redis               | redis://u:p%5E%7B%7D@redis:6379/0 | -
            REDIS_URL=redis://[::1]:6380                 | redis://[::1]:6380/0              | -
            REDIS_URL=rediss://u:p@redis:6380            | rediss://u:p@redis:6380/0         | -
            REDIS_URL=unix:///run/redis.sock             | unix:///run/redis.sock?db=0       | -
            REDIS_URL=unix:///run/redis@1/a.sock         | unix:///run/redis%401/a.sock?db=0 | -
            REDIS_URL=unix:///run/a<_>b.sock?db=4        | unix:///run/a%20b.sock?db=4       | -
            REDIS_URL=unix://u:p$q@/run/r.sock           | unix:///run/r.sock?db=0&user=u    | p$q
            REDIS_URL=redis://redis REDIS_HOST=x REDIS_DB=9 REDIS_SENTINELS=y REDIS_SENTINEL_MASTER=z | redis://redis:6379/0 | -
            REDIS_HOST=redis                             | redis://redis:6379/0              | -
            REDIS_HOST=mastodon_redis_1                  | redis://mastodon_redis_1:6379/0   | -
            REDIS_HOST=mastodon_redis.1.0qx3             | redis://mastodon_redis.1.0qx3:6379/0 | -
            REDIS_URL=redis://:p_p@my_redis/1            | redis://:p_p@my_redis:6379/1      | -
            REDIS_HOST=::1                               | redis://[::1]:6379/0              | -
            REDIS_PORT=6380                              | redis://127.0.0.1:6380/0          | -
            REDIS_DB=5                                   | redis://127.0.0.1:6379/5          | -
            REDIS_PASSWORD=p@/:+                         | redis://:p%40%2F%3A%2B@127.0.0.1:6379/0 | -
            REDIS_USER=u REDIS_PASSWORD=p                | redis://u:p@127.0.0.1:6379/0      | -
            """)
    void redis(String variables, String url, String password) {
        Map<String, String> found = properties(pairs(variables));
        assertEquals(url, found.get("quarkus.redis.hosts"));
        assertEquals(password, found.get("quarkus.redis.password"));
        assertNull(found.get("quarkus.redis.client-type"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            REDIS_SENTINELS=a                                         | redis://a:26379/0                        | - | -
            REDIS_SENTINELS=a:1,b,,c:3                                | redis://a:1/0,redis://b:26379/0,redis://c:3/0 | - | -
            REDIS_SENTINELS=a,<_>b                                    | redis://a:26379/0,redis://b:26379/0      | - | -
            REDIS_SENTINELS=a,b:2 REDIS_SENTINEL_PORT=7               | redis://a:7/0,redis://b:2/0              | - | -
            REDIS_SENTINELS=[::1]:1,::2,10.0.0.1                      | redis://[::1]:1/0,redis://[::2]:26379/0,redis://10.0.0.1:26379/0 | - | -
            REDIS_SENTINELS=sentinel_1:1,sentinel_2                   | redis://sentinel_1:1/0,redis://sentinel_2:26379/0 | - | -
            REDIS_SENTINELS=a REDIS_DB=3                              | redis://a:26379/3                        | - | -
            REDIS_SENTINELS=a REDIS_USER=u REDIS_PASSWORD=p           | redis://u:p@a:26379/0                    | - | -
            REDIS_SENTINELS=a REDIS_PASSWORD=p REDIS_SENTINEL_PASSWORD=s | redis://:p@a:26379/0                  | - | s
            REDIS_SENTINELS=a REDIS_SENTINEL_USERNAME=v REDIS_SENTINEL_PASSWORD=s | redis://a:26379/0            | v | s
            """)
    void sentinels(String variables, String hosts, String user, String password) {
        Map<String, String> given = pairs(variables);
        given.put("REDIS_SENTINEL_MASTER", "mymaster");
        Map<String, String> found = properties(given);
        assertEquals(hosts, found.get("quarkus.redis.hosts"));
        assertEquals("sentinel", found.get("quarkus.redis.client-type"));
        assertEquals("mymaster", found.get("quarkus.redis.master-name"));
        assertEquals(user, found.get("trunkline.sentinel.username"));
        assertEquals(password, found.get("trunkline.sentinel.password"));
    }

    @Test
    void sentinelsWithoutMasterAreIgnored() {
        Translation translation = Translation.of(Map.of("REDIS_SENTINELS", "a", "REDIS_HOST", "b"));
        assertEquals("redis://b:6379/0", translation.properties().get("quarkus.redis.hosts"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            PORT=http                             | PORT             | 'http'
            PORT=65536                            | PORT             | from 0 to 65535
            PORT=-1                               | PORT             | '-1'
            PORT=4000.5                           | PORT             | '4000.5'
            BIND=127.0.0.1:4000                   | BIND             | 127.0.0.1:4000
            BIND=/run/x                           | BIND             | is no address
            BIND=[::1                             | BIND             | is no address
            TRUSTED_PROXY_IP=10.0.0.0/40          | TRUSTED_PROXY_IP | 10.0.0.0/40
            TRUSTED_PROXY_IP=nginx                | TRUSTED_PROXY_IP | 'nginx'
            DB_POOL=0                             | DB_POOL          | from 1
            DB_POOL=many                          | DB_POOL          | 'many'
            DB_PORT=x                             | DB_PORT          | 'x'
            DB_SSLMODE=on                         | DB_SSLMODE       | 'on' is no sslmode
            DATABASE_URL=mysql://u:secret@db/m    | DATABASE_URL     | begins with mysql://
            DATABASE_URL=u:secret@db/m            | DATABASE_URL     | is no URL
            DATABASE_URL=postgres://              | DATABASE_URL     | names no database
            DATABASE_URL=postgres://u:se/cret@db/m | DATABASE_URL    | %2F
            DATABASE_URL=postgres://u:1/2cret@db/m | DATABASE_URL    | %2F
            DATABASE_URL=postgres://u:1#2cret@db/m | DATABASE_URL    | %23
            DATABASE_URL=postgres://u:1?2cret@db/m | DATABASE_URL    | %3F
            DATABASE_URL=postgres://u:1?a=b&2cret@db/m | DATABASE_URL | %3F
            DATABASE_URL=postgres://u:p@1/2cret@db/m | DATABASE_URL  | %40
            DATABASE_URL=postgres://u:secret@db:x/m | DATABASE_URL   | no host that can be read
            DATABASE_URL=postgres://u:secret@db:70000/m | DATABASE_URL | 70000
            DATABASE_URL=postgres://u:secret@db/m?sslmode=yes | DATABASE_URL | 'yes' is no sslmode
            DATABASE_URL=postgres://u:secret@db/m?sslcert=/a | DATABASE_URL | belong together
            DATABASE_URL=postgres://u:secret@db/m?sslrootcert=/no/such.pem | DATABASE_URL | /no/such.pem: there is none
            DATABASE_URL=postgres://u:secret@db/m?ssl=on | DATABASE_URL | 'on' is no sslmode
            DATABASE_URL=postgres://u:secret@db/m?port=x | DATABASE_URL | from 1 to 65535
            DATABASE_URL=postgres://u:secret@db/m?port=99999 | DATABASE_URL | from 1 to 65535
            DATABASE_URL=postgres://u:secret@db/m?uselibpqcompat=true&sslmode=verify-ca | DATABASE_URL | needs sslrootcert
            DATABASE_URL=postgres://u:secret@db/m?uselibpqcompat=true&sslmode=yes | DATABASE_URL | 'yes' is no sslmode
            DATABASE_URL=postgres://u@db/m?uselibpqcompat=true&sslmode=require&sslrootcert=/no/such.pem | DATABASE_URL | there is none
            PGSSLMODE=on                          | PGSSLMODE        | 'on' is no sslmode
            PGSSLMODE=verify-full PGSSLROOTCERT=/no/such.pem | PGSSLROOTCERT | there is none
            PGSSLMODE=verify-full PGSSLCERT=/dev/null | PGSSLCERT    | belong together
            PGSSLMODE=verify-full PGSSLKEY=/dev/null | PGSSLKEY      | belong together
            PGPORT=x DATABASE_URL=postgres://u:secret@db/m | PGPORT  | 'x'
            DATABASE_URL=postgres://u:secret@my_db/m?sslmode=require | DATABASE_URL | 'my_db' has an underscore
            DB_SSLMODE=verify-full DB_HOST=my_db  | DB_SSLMODE       | or no-verify, would do
            REDIS_URL=redis                       | REDIS_URL        | is no URL
            REDIS_URL=redis://u:88888/cret@x:6379 | REDIS_URL        | %2F
            REDIS_URL=redis://my_cret/x@y:6379    | REDIS_URL        | %2F
            REDIS_URL=redis://u:88888?x=cret@x    | REDIS_URL        | a port that cannot be
            REDIS_URL=http://u:secret@x           | REDIS_URL        | begins with http://
            REDIS_URL=redis://u:secret@x/main     | REDIS_URL        | database that is no number
            REDIS_URL=redis://:secret@x:0         | REDIS_URL        | port 0
            REDIS_URL=redis://:secret@1.2.3       | REDIS_URL        | neither an address nor
            REDIS_HOST=10.0.0.256                 | REDIS_HOST       | neither an address nor
            REDIS_URL=unix://run/redis.sock       | REDIS_URL        | no absolute path
            REDIS_PORT=0                          | REDIS_PORT       | from 1
            REDIS_DB=main                         | REDIS_DB         | 'main'
            REDIS_HOST=a/b                        | REDIS_HOST       | 'a/b'
            NODE_EXTRA_CA_CERTS=/no/such.pem      | NODE_EXTRA_CA_CERTS | there is none
            NODE_EXTRA_CA_CERTS=/dev/null         | NODE_EXTRA_CA_CERTS | holds no certificate
            NODE_EXTRA_CA_CERTS=/proc/self/stat   | NODE_EXTRA_CA_CERTS | PEM
            """)
    void wrongValueIsNamedInOneLine(String variables, String variable, String fault) {
        String line = fault(pairs(variables));
        assertTrue(line.startsWith(variable + ": "), line);
        assertTrue(line.contains(fault), line);
        assertFalse(line.contains("secret"), line);
        assertFalse(line.contains("cret@"), line);
        assertFalse(line.contains("88888"), line);
        assertEquals(1, line.lines().count(), line);
    }

    /** Every locale can write all characters but the zero, and only some can write others. */
    @ParameterizedTest
    @ValueSource(strings = {"SOCKET", "NODE_EXTRA_CA_CERTS", "PGPASSFILE"})
    void aPathThatCannotBeUsedIsNamed(String variable) {
        String line = fault(Map.of(variable, "/a\0b"));
        assertTrue(line.startsWith(variable + ": the path has characters"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b:c", "a:0", "a b", "[::1", "1.2.3"})
    void wrongSentinelIsNamed(String entry) {
        String line = fault(Map.of("REDIS_SENTINELS", "good," + entry, "REDIS_SENTINEL_MASTER", "m"));
        assertTrue(line.startsWith("REDIS_SENTINELS: '" + entry + "'"), line);
    }

    @Test
    void eachFaultHasItsLine() {
        Map<String, String> variables =
                pairs("PORT=x BIND=? TRUSTED_PROXY_IP=y DB_POOL=z DATABASE_URL=q REDIS_URL=r NODE_EXTRA_CA_CERTS=/s");
        assertEquals(variables.size(), Translation.of(variables).faults().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STREAMING_CLUSTER_NUM=4                              | STREAMING_CLUSTER_NUM
            REDIS_NAMESPACE=m                                    | REDIS_NAMESPACE
            DATABASE_URL=postgres://u@x/n DB_SSLMODE=require     | DB_SSLMODE
            REDIS_SENTINELS=a                                    | REDIS_SENTINELS
            """)
    void ignoredVariablesAreWarnedAboutOnce(String variables, String name) {
        List<String> warnings = Translation.of(pairs(variables)).warnings();
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).startsWith(name + " is not read"), warnings.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${user.home}", "a$b", "$$", "\\$", "a\\${b:c}\\", "a,b", " blank ", "%41"})
    void passwordsAreTakenLiterally(String password) {
        Map<String, String> variables = Map.of("DB_PASS", password);
        Translation translation = Translation.of(variables);
        String read = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(MastodonConfigSource.of(translation))
                .build()
                .getValue("quarkus.datasource.password", String.class);
        assertEquals(password, read);
    }

    @Test
    void fileMayHoldSettings() {
        Map<String, String> real = new HashMap<>(Map.of("TRUNKLINE_HEARTBEAT_INTERVAL", "7s"));
        Map<String, String> file =
                Map.of("TRUNKLINE_HEARTBEAT_INTERVAL", "8s", "TRUNKLINE_CHECK_TIME_LIMIT", "9s", "PORT", "4001");
        Translation translation =
                Translation.of(new Environment(EnvironmentVariables.of(real), EnvironmentVariables.of(file)));
        assertEquals("9s", translation.expression("trunkline.check-time-limit"));
        assertNull(
                translation.expression("trunkline.heartbeat.interval"), "left to the source of environment variables");
        assertEquals("4001", translation.expression("quarkus.http.port"));
    }
}
