package dev.tr50.gateway;

import dev.tr50.broker.BrokerSettings;
import dev.tr50.gateway.filestore.FilestoreRules;
import dev.tr50.gateway.http.HttpSettings;
import dev.tr50.gateway.identity.LoginRules;
import dev.tr50.gateway.mailbox.MailboxRules;
import dev.tr50.gateway.series.SeriesRules;
import dev.tr50.gateway.transfer.DownloadRules;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway is started with.
 *
 * @param data folder of the database and the blobs; made when it is not there
 * @param listeners where clients come in
 * @param limits how much of everything clients may use
 * @param logins what logins have to put up with
 * @param downloads how files are sent to TR50 clients
 * @param filestore what the Filestore routes allow
 * @param mailbox how long messages are kept
 * @param series what holds for what things publish
 * @param operation what it tells of itself
 * @param environment where the first start looks for the credentials it is to use
 */
public record Settings(
        Path data,
        Listeners listeners,
        GatewayLimits limits,
        LoginRules logins,
        DownloadRules downloads,
        FilestoreRules filestore,
        MailboxRules mailbox,
        SeriesRules series,
        OperationRules operation,
        Map<String, String> environment) {

    /**
     * Where clients come in.
     *
     * @param host address to listen on, {@code 0.0.0.0} for all
     * @param mqttPort TCP port of MQTT, 0 for any free one
     * @param httpPort TCP port of HTTP, 0 for any free one
     * @param tls listeners for TLS beside the plain ones, if any
     */
    public record Listeners(String host, int mqttPort, int httpPort, Optional<TlsSettings> tls) {

        /** Any free ports on this machine alone. */
        public static Listeners local() {
            return new Listeners("127.0.0.1", 0, 0, Optional.empty());
        }

        /** The same with listeners for TLS. */
        public Listeners withTls(TlsSettings newTls) {
            return new Listeners(host, mqttPort, httpPort, Optional.of(newTls));
        }
    }

    public Settings {
        environment = Map.copyOf(environment);
    }

    /** Any free ports on this machine alone, everything else as by default. */
    public static Settings local(Path data) {
        return new Settings(
                data,
                Listeners.local(),
                GatewayLimits.DEFAULT,
                LoginRules.DEFAULT,
                DownloadRules.DEFAULT,
                FilestoreRules.DEFAULT,
                MailboxRules.DEFAULT,
                SeriesRules.DEFAULT,
                OperationRules.DEFAULT,
                Map.of());
    }

    /** What of it concerns HTTP. */
    HttpSettings http(Optional<TlsFiles> tls) {
        HttpSettings plain = HttpSettings.on(listeners.host(), listeners.httpPort())
                .withConnections(limits.connections().http());
        return tls.flatMap(TlsFiles::http).map(plain::withTls).orElse(plain);
    }

    /** What of it concerns the broker. */
    BrokerSettings broker(Optional<TlsFiles> tls) {
        BrokerSettings plain =
                BrokerSettings.on(listeners.host(), listeners.mqttPort()).withLimits(limits.broker());
        return tls.flatMap(TlsFiles::mqtt).map(plain::withTls).orElse(plain);
    }

    /** The same with other listeners. */
    public Settings withListeners(Listeners newListeners) {
        return new Settings(
                data, newListeners, limits, logins, downloads, filestore, mailbox, series, operation, environment);
    }

    /** The same with other downloads. */
    public Settings withDownloads(DownloadRules newDownloads) {
        return new Settings(
                data, listeners, limits, logins, newDownloads, filestore, mailbox, series, operation, environment);
    }

    /** The same with other rules for the Filestore. */
    public Settings withFilestore(FilestoreRules newFilestore) {
        return new Settings(
                data, listeners, limits, logins, downloads, newFilestore, mailbox, series, operation, environment);
    }

    /** The same with other rules for messages. */
    public Settings withMailbox(MailboxRules newMailbox) {
        return new Settings(
                data, listeners, limits, logins, downloads, filestore, newMailbox, series, operation, environment);
    }

    /** The same with other rules for what things publish. */
    public Settings withSeries(SeriesRules newSeries) {
        return new Settings(
                data, listeners, limits, logins, downloads, filestore, mailbox, newSeries, operation, environment);
    }

    /** The same with other limits. */
    public Settings withLimits(GatewayLimits newLimits) {
        return new Settings(
                data, listeners, newLimits, logins, downloads, filestore, mailbox, series, operation, environment);
    }

    /** The same with other rules for logins. */
    public Settings withLogins(LoginRules newLogins) {
        return new Settings(
                data, listeners, limits, newLogins, downloads, filestore, mailbox, series, operation, environment);
    }

    /** The same with other rules for what it tells of itself. */
    public Settings withOperation(OperationRules newOperation) {
        return new Settings(
                data, listeners, limits, logins, downloads, filestore, mailbox, series, newOperation, environment);
    }
}
