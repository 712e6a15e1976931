package dev.trunkline.mastodon;

import dev.trunkline.config.AddressRanges;

/** {@code TRUSTED_PROXY_IP}: the proxies whose word about the client's address is believed. */
final class TrustedProxyVariable {

    private TrustedProxyVariable() {}

    static Part translate(Environment environment) {
        String proxies = environment.value(Variable.TRUSTED_PROXY_IP);
        if (proxies == null) {
            return Part.NONE;
        }
        WrongValue.check(Variable.TRUSTED_PROXY_IP, () -> AddressRanges.parse(proxies));
        return Part.property(Variable.TRUSTED_PROXY_IP, "trunkline.trusted-proxies", proxies);
    }
}
