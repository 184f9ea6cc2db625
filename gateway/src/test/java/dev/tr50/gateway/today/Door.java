package dev.tr50.gateway.today;

import dev.tr50.gateway.certificate.TestCertificate;

/**
 * Where a client library is to connect to.
 *
 * @param certificate what it is to trust where TLS is spoken
 */
record Door(Transport transport, int port, TestCertificate certificate) {

    /** The ways in. */
    enum Transport {
        TCP("tcp", ""),
        TLS("ssl", ""),
        WEBSOCKET("ws", "/mqtt"),
        WEBSOCKET_TLS("wss", "/mqtt");

        private final String scheme;
        private final String path;

        Transport(String scheme, String path) {
            this.scheme = scheme;
            this.path = path;
        }
    }

    boolean isEncrypted() {
        return transport == Transport.TLS || transport == Transport.WEBSOCKET_TLS;
    }

    boolean isWebSocket() {
        return !transport.path.isEmpty();
    }

    /** As the libraries of Eclipse Paho spell it. */
    String uri() {
        return transport.scheme + "://127.0.0.1:" + port + transport.path;
    }
}
