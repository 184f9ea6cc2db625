package dev.tr50.gateway.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for this machine, made by the JDK's own keytool, with its PEM files and clients that trust nothing else. */
public final class TestCertificate {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "gateway";

    private final X509Certificate certificate;
    private final PrivateKey key;

    private TestCertificate(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    public static TestCertificate make() {
        return make("EC");
    }

    /** @param algorithm RSA, EC or Ed25519 */
    public static TestCertificate make(String algorithm) {
        try {
            Path folder = Files.createTempDirectory("certificate");
            Path store = folder.resolve("store.p12");
            try {
                keytool(
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost");
                return read(store);
            } finally {
                Files.deleteIfExists(store);
                Files.delete(folder);
            }
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static void keytool(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    private static TestCertificate read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        // Parsed anew, because a key store's own objects are not equal to what comes over the wire on every Java.
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(store.getCertificate(ALIAS).getEncoded()));
        return new TestCertificate(certificate, (PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray()));
    }

    /** Writes both files, {@code cert.pem} and {@code key.pem}. */
    public TestCertificate write(Path folder) throws IOException {
        Files.writeString(folder.resolve("cert.pem"), certificatePem());
        Files.writeString(folder.resolve("key.pem"), keyPem());
        return this;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The key as it was written before PKCS #8, which is what PKCS #8 wraps. */
    String olderKeyPem() {
        byte[] pkcs8 = key.getEncoded();
        int start = pkcs8.length - 1;
        while (!isOctetStringToTheEnd(pkcs8, start)) {
            start--;
        }
        int header = pkcs8.length - start - lengthAt(pkcs8, start);
        return pem(key.getAlgorithm() + " PRIVATE KEY", Arrays.copyOfRange(pkcs8, start + header, pkcs8.length));
    }

    private static boolean isOctetStringToTheEnd(byte[] der, int at) {
        int headerLength = at + 1 < der.length && (der[at + 1] & 0x80) != 0 ? 2 + (der[at + 1] & 0x7F) : 2;
        return der[at] == 4
                && at + headerLength < der.length
                && der[at + headerLength] == 0x30
                && at + headerLength + lengthAt(der, at) == der.length;
    }

    private static int lengthAt(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - 0x80; i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        return length;
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    public TrustManagerFactory trust() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For clients. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection with its handshake done, by the given versions of TLS or any. */
    public Socket connect(int port, String... versions) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", port);
        try {
            if (versions.length > 0) {
                socket.setEnabledProtocols(versions);
            }
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
