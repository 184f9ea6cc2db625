package dev.tr50.gateway.transfer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.storage.MissingBlobException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once a day of each version of a file whose bytes are missing or damaged, however often it is asked for. */
final class DamageLog {
    private static final Logger log = LoggerFactory.getLogger(FileRoutes.class);

    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofDays(1))
            .maximumSize(10_000)
            .build();

    /** The same failure, having told of it when that is what it is about. */
    Throwable told(FileVersion file, Throwable failure) {
        boolean isDamage = failure instanceof MissingBlobException || failure instanceof DamagedFileException;
        if (isDamage && told.asMap().putIfAbsent(file.blobId(), true) == null) {
            log.error(
                    "The content of file {} is lost: {} (blob {})", file.fileId(), failure.getMessage(), file.blobId());
        }
        return failure;
    }
}
