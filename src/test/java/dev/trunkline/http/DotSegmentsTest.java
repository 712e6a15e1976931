package dev.trunkline.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotSegmentsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/streaming/../../../metrics",
                "/api/v1/streaming/%2e%2e/%2E%2e/.%2E/metrics",
                "/api/v1/streaming/..%2f..%2F..%2Fmetrics",
                "/api/v1/streaming/..\\..\\..\\metrics",
                "/api/v1/streaming/..%5c..%5Cmetrics",
                "/api/v1/streaming/..;/..;a=b/metrics",
                "/api/v1/streaming/..%3b/metrics",
                "/api/v1/streaming//../user",
                "/api/v1/streaming/./user",
                "/api/v1/streaming/.",
                "/api/v1/streaming/..",
                "/api/v1/streaming/%2e",
                "/..",
                "..",
                "."
            })
    void areFoundInEverySpelling(String path) {
        assertTrue(DotSegments.in(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/api/v1/streaming/user",
                "/api/v1/streaming/...",
                "/api/v1/streaming/.hidden",
                "/api/v1/streaming/..a",
                "/api/v1/streaming/a..",
                "/api/v1/streaming/a./.b/",
                "/page.js",
                "/%252e%252e/",
                "//"
            })
    void areNotFoundInOtherNames(String path) {
        assertFalse(DotSegments.in(path));
    }
}
