package dev.tr50.gateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CertificateFilesTest {
    private static TestCertificate first;
    private static TestCertificate second;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CertificateFiles.class);

    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        first = TestCertificate.make();
        second = TestCertificate.make();
    }

    @BeforeEach
    void write() throws IOException {
        first.write(folder);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopLogging() {
        logger.detachAppender(logged);
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA", "EC, EC", "Ed25519, EdDSA"})
    void keys_of_every_kind_are_taken(String algorithm, String keyType) throws Exception {
        TestCertificate made = TestCertificate.make(algorithm).write(folder);

        assertThat(served(open(), keyType)).isEqualTo(made.certificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keys_in_the_older_formats_are_taken(String algorithm) throws Exception {
        TestCertificate made = TestCertificate.make(algorithm).write(folder);
        writeKey("Some words before.\n" + made.olderKeyPem());

        assertThat(served(open(), algorithm)).isEqualTo(made.certificate());
    }

    @Test
    void the_chain_is_shown_in_the_order_of_the_file() throws Exception {
        writeCertificate(first.certificatePem() + second.certificatePem());
        X509ExtendedKeyManager identity = open().keyManager();

        assertThat(identity.getCertificateChain(alias(identity, "EC")))
                .containsExactly(first.certificate(), second.certificate());
    }

    @Test
    void certificate_and_key_may_stand_in_one_file() throws Exception {
        Path both = Files.writeString(folder.resolve("both.pem"), first.keyPem() + first.certificatePem());

        assertThat(served(CertificateFiles.open(both, both), "EC")).isEqualTo(first.certificate());
    }

    @Test
    void a_client_that_wants_another_kind_of_key_gets_none() throws Exception {
        assertThat(alias(open().keyManager(), "RSA")).isNull();
    }

    @Test
    void a_file_that_is_missing_or_no_file_is_named() throws IOException {
        Path key = folder.resolve("key.pem");
        assertThatThrownBy(() -> CertificateFiles.open(folder, key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder + " cannot be read");

        Files.delete(key);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage(key + " does not exist");
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws IOException {
        writeKey(second.keyPem());

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem does not fit the certificate");
    }

    @Test
    void a_key_of_another_kind_is_refused() throws IOException {
        writeKey(TestCertificate.make("RSA").keyPem());

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("key.pem", "another kind");
    }

    @Test
    void a_key_with_a_password_is_refused() throws IOException {
        writeKey(TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[100]));
        assertThatThrownBy(this::open).hasMessageContaining("key.pem holds a key with a password");

        writeKey(first.olderKeyPem().replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n"));
        assertThatThrownBy(this::open).hasMessageContaining("key.pem holds a key with a password");
    }

    @Test
    void files_without_what_is_sought_are_refused() throws IOException {
        writeCertificate("nothing");
        assertThatThrownBy(this::open).hasMessageContaining("cert.pem holds no PEM certificate");

        writeCertificate(first.certificatePem());
        writeKey(first.certificatePem());
        assertThatThrownBy(this::open).hasMessageContaining("key.pem holds no PEM private key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nA=A\n-----END CERTIFICATE-----"
            })
    void a_broken_certificate_is_refused(String pem) throws IOException {
        writeCertificate(pem);

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cert.pem holds a broken", "CERTIFICATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"})
    void a_broken_key_is_refused(String label) throws IOException {
        writeKey(TestCertificate.pem(label, new byte[100]));

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("key.pem is broken");
    }

    @Test
    void new_files_are_taken_and_said_so_once() throws Exception {
        CertificateFiles files = open();
        second.write(folder);
        files.refresh();
        files.refresh();

        assertThat(served(files, "EC")).isEqualTo(second.certificate());
        assertThat(logged.list).hasSize(1);
    }

    @Test
    void a_handshake_that_began_before_is_finished_with_the_old_ones() throws Exception {
        CertificateFiles files = open();
        X509ExtendedKeyManager identity = files.keyManager();
        String alias = alias(identity, "EC");
        second.write(folder);
        files.refresh();

        assertThat(identity.getCertificateChain(alias)).containsExactly(first.certificate());
        assertThat(identity.getPrivateKey(alias)).isNotNull();
    }

    @Test
    void a_certificate_whose_key_comes_later_is_taken_when_both_are_there() throws Exception {
        CertificateFiles files = open();
        writeCertificate(second.certificatePem());
        files.refresh();
        assertThat(served(files, "EC")).isEqualTo(first.certificate());

        writeKey(second.keyPem());
        files.refresh();
        assertThat(served(files, "EC")).isEqualTo(second.certificate());
    }

    @Test
    void broken_or_missing_new_files_keep_the_old_ones_and_are_logged_once() throws Exception {
        CertificateFiles files = open();
        writeCertificate("rubbish");
        files.refresh();
        files.refresh();
        assertThat(logged.list).hasSize(1);

        Files.delete(folder.resolve("cert.pem"));
        files.refresh();
        files.refresh();
        assertThat(logged.list).hasSize(2);
        assertThat(served(files, "EC")).isEqualTo(first.certificate());
    }

    private CertificateFiles open() throws IOException {
        return CertificateFiles.open(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    }

    private void writeCertificate(String pem) throws IOException {
        Files.writeString(folder.resolve("cert.pem"), pem);
    }

    private void writeKey(String pem) throws IOException {
        Files.writeString(folder.resolve("key.pem"), pem);
    }

    private static X509Certificate served(CertificateFiles files, String keyType) {
        X509ExtendedKeyManager identity = files.keyManager();
        return identity.getCertificateChain(alias(identity, keyType))[0];
    }

    private static String alias(X509ExtendedKeyManager identity, String keyType) {
        return identity.chooseEngineServerAlias(keyType, new Principal[0], null);
    }
}
