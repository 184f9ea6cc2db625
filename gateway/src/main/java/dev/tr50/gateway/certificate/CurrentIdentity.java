package dev.tr50.gateway.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Answers each handshake with the identity of the moment.
 *
 * <p>A handshake asks three times: for a name, for the chain and for the key of that name. The names count up and the identity
 * before the current one is kept, so that a handshake in between gets a chain and a key that belong together.
 */
final class CurrentIdentity extends X509ExtendedKeyManager {
    private volatile Held held;

    private record Held(long number, Identity current, Identity previous) {
        Identity named(String alias) {
            if (alias.equals(Long.toString(number))) {
                return current;
            }
            return alias.equals(Long.toString(number - 1)) ? previous : null;
        }
    }

    CurrentIdentity(Identity first) {
        held = new Held(1, first, null);
    }

    void replace(Identity next) {
        Held before = held;
        held = new Held(before.number() + 1, next, before.current());
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        Held now = held;
        return now.current().keyType().equals(keyType) ? Long.toString(now.number()) : null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        Identity identity = held.named(alias);
        return identity == null ? new X509Certificate[0] : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        Identity identity = held.named(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
