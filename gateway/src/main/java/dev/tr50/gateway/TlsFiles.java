package dev.tr50.gateway;

import dev.tr50.broker.MqttTls;
import dev.tr50.gateway.certificate.AuthorityFile;
import dev.tr50.gateway.certificate.CertificateFiles;
import dev.tr50.gateway.certificate.ClientCertificates;
import dev.tr50.gateway.http.HttpTls;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** What the listeners for TLS show and what they ask their clients for, out of files that may be replaced meanwhile. */
final class TlsFiles {
    private final TlsSettings settings;
    private final CertificateFiles certificate;
    private final Optional<AuthorityFile> authorities;
    private final Optional<ClientCertificates> clients;

    private TlsFiles(TlsSettings settings) throws IOException {
        this.settings = settings;
        this.certificate = CertificateFiles.open(settings.certificate(), settings.key());
        if (settings.clients().isPresent()) {
            AuthorityFile file = AuthorityFile.open(settings.clients().get().authorities());
            authorities = Optional.of(file);
            clients = Optional.of(new ClientCertificates(
                    file.trustManager(), settings.clients().get().required()));
        } else {
            authorities = Optional.empty();
            clients = Optional.empty();
        }
    }

    /** @throws IOException when a file cannot be used; the message names it */
    static TlsFiles open(TlsSettings settings) throws IOException {
        return new TlsFiles(settings);
    }

    /** Takes what is new in the files. */
    void refresh() {
        certificate.refresh();
        authorities.ifPresent(AuthorityFile::refresh);
    }

    /** The listener for MQTT over TLS, where it has a port. */
    Optional<MqttTls> mqtt() {
        Optional<MqttTls.Clients> asked =
                clients.map(they -> new MqttTls.Clients(they.trust(), they.required(), they::admits));
        return boxed(settings.mqttPort()).map(port -> new MqttTls(port, certificate.keyManager(), asked));
    }

    /** The listener for HTTPS, where it has a port. */
    Optional<HttpTls> http() {
        return boxed(settings.httpPort()).map(port -> new HttpTls(port, certificate.keyManager(), clients));
    }

    private static Optional<Integer> boxed(OptionalInt port) {
        return port.isPresent() ? Optional.of(port.getAsInt()) : Optional.empty();
    }
}
