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
        TCP,
        TLS
    }

    boolean isEncrypted() {
        return transport == Transport.TLS;
    }

    /** As the libraries of Eclipse Paho spell it. */
    String uri() {
        return (isEncrypted() ? "ssl" : "tcp") + "://127.0.0.1:" + port;
    }
}
