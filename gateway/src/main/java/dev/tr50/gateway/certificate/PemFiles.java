package dev.tr50.gateway.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes an identity of the text of two PEM files. What else stands in the files is passed over. */
final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    private PemFiles() {}

    private record Block(String label, byte[] bytes) {}

    /** @throws IOException saying which of the two files cannot be used, and why */
    static Identity parse(String certificateFile, byte[] certificate, String keyFile, byte[] key) throws IOException {
        List<X509Certificate> chain = certificates(certificateFile, certificate);
        Identity identity = new Identity(privateKey(keyFile, key, chain.get(0)), chain);
        try {
            if (identity.keyFits()) {
                return identity;
            }
        } catch (GeneralSecurityException e) {
            throw doesNotFit(keyFile, e);
        }
        throw doesNotFit(keyFile, null);
    }

    /** @throws IOException saying what is wrong with the file */
    static List<X509Certificate> certificates(String file, byte[] pem) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(file, pem)) {
                if (block.label().equals("CERTIFICATE")) {
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException e) {
            throw new IOException(file + " holds a broken certificate: " + e.getMessage(), e);
        }
        if (chain.isEmpty()) {
            throw new IOException(file + " holds no PEM certificate (-----BEGIN CERTIFICATE-----)");
        }
        return chain;
    }

    private static PrivateKey privateKey(String file, byte[] pem, X509Certificate owner) throws IOException {
        for (Block block : blocks(file, pem)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return decode(file, block.bytes(), owner);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return decode(file, OlderKey.toPkcs8(block.bytes(), owner.getPublicKey()), owner);
                }
                case ENCRYPTED ->
                    throw new IOException(file + " holds a key with a password; give the key without one");
                default -> {
                    // Certificates and EC parameters stand beside keys.
                }
            }
        }
        throw new IOException(file + " holds no PEM private key (-----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKey decode(String file, byte[] pkcs8, X509Certificate owner) throws IOException {
        try {
            return KeyFactory.getInstance(owner.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the key in " + file + " is broken, or of another kind than its certificate's ("
                            + owner.getPublicKey().getAlgorithm() + ")",
                    e);
        }
    }

    private static List<Block> blocks(String file, byte[] pem) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher found = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            if (found.group(2).contains("Proc-Type: 4,ENCRYPTED")) {
                blocks.add(new Block(ENCRYPTED, new byte[0]));
                continue;
            }
            try {
                blocks.add(new Block(found.group(1), Base64.getMimeDecoder().decode(found.group(2))));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " holds a broken " + found.group(1) + ": " + e.getMessage(), e);
            }
        }
        return blocks;
    }

    private static IOException doesNotFit(String keyFile, Exception cause) {
        return new IOException("the key in " + keyFile + " does not fit the certificate", cause);
    }
}
