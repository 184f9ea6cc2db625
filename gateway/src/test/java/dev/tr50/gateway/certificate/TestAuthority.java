package dev.tr50.gateway.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/** An authority that issues certificates to clients, one good and one that has expired. */
public final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";
    private static final String GOOD = "good";
    private static final String EXPIRED = "expired";

    private final KeyStore store;

    private TestAuthority(KeyStore store) {
        this.store = store;
    }

    public static TestAuthority make() {
        try {
            Path folder = Files.createTempDirectory("authority");
            Path file = folder.resolve("store.p12");
            try {
                generate(file, AUTHORITY, "-ext", "bc:c");
                generate(file, GOOD, "-signer", AUTHORITY);
                generate(file, EXPIRED, "-signer", AUTHORITY, "-startdate", "-10d", "-validity", "2");
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, PASSWORD.toCharArray());
                }
                return new TestAuthority(store);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void generate(Path store, String alias, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias));
        arguments.addAll(List.of(more));
        TestCertificate.keytool(arguments.toArray(String[]::new));
    }

    /** The authority's own certificate as a PEM file. */
    public Path write(Path file) throws IOException {
        return Files.writeString(file, pem(AUTHORITY));
    }

    /** The expired client's own certificate, as if it were an authority. */
    Path writeExpiredClient(Path file) throws IOException {
        return Files.writeString(file, pem(EXPIRED));
    }

    private String pem(String alias) {
        try {
            return TestCertificate.pem(
                    "CERTIFICATE", store.getCertificate(alias).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client with a certificate that is in its time. */
    public SSLContext good(TestCertificate server) {
        return client(GOOD, server);
    }

    /** A client whose certificate has expired. */
    public SSLContext expired(TestCertificate server) {
        return client(EXPIRED, server);
    }

    private SSLContext client(String alias, TestCertificate server) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setEntry(
                    alias,
                    store.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD.toCharArray())),
                    new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new ShownAnyway(keys, alias)},
                    server.trust().getTrustManagers(),
                    null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows its certificate whatever authorities the server names; Java's own would keep it back. */
    private static final class ShownAnyway extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;
        private final String alias;

        ShownAnyway(KeyManagerFactory factory, String alias) {
            this.keys = (X509ExtendedKeyManager) factory.getKeyManagers()[0];
            this.alias = Set.of(keys.getClientAliases("EC", null)).iterator().next();
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return List.of(types).contains("EC") ? alias : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String name) {
            return keys.getCertificateChain(name);
        }

        @Override
        public PrivateKey getPrivateKey(String name) {
            return keys.getPrivateKey(name);
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
