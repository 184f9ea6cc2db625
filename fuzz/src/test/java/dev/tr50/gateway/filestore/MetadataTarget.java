package dev.tr50.gateway.filestore;

import static dev.tr50.fuzz.Claims.claim;

import dev.tr50.gateway.http.HttpRefused;
import java.nio.charset.StandardCharsets;

/** What clients of the Filestore say of a file in JSON, in queries, in paths and in the headers of parts. */
public final class MetadataTarget {

    private MetadataTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        orRefused(() -> sound(MetadataReader.ofBody(input)));
        orRefused(() -> MetadataReader.ofPart(input).ifPresent(MetadataTarget::sound));
        orRefused(() -> sound(ListQuery.of(text)));
        orRefused(() -> PartHeader.of(text));
        orRefused(() -> FileNames.ofUpload(text));
        orRefused(() -> FileNames.inPath(new String(input, StandardCharsets.ISO_8859_1)));
        orRefused(() -> claim(Seconds.parse(Seconds.text(Seconds.parse(text))) == Seconds.parse(text), "time changes"));
        Target.of(text)
                .ifPresent(target -> orRefused(() -> {
                    if (target.segment() != null) {
                        target.name();
                    }
                }));
        claim(PercentEncoding.decode(PercentEncoding.encode(text)).equals(text), "an encoded name is another");
    }

    private static void orRefused(Runnable reading) {
        try {
            reading.run();
        } catch (HttpRefused refused) {
            claim(refused.status() >= 400 && refused.status() < 500, "a refusal with status " + refused.status());
        }
    }

    private static void sound(Metadata metadata) {
        Double time = metadata.time();
        claim(time == null || Double.isFinite(time), "a time that is no number");
        claim(metadata.attributes() == null || metadata.attributes().startsWith("{"), "attributes that are no object");
    }

    private static void sound(ListQuery query) {
        claim(query.offset() >= 0 && query.limit() >= 1 && query.limit() <= 200, "a page that is none");
    }
}
