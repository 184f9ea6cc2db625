package dev.tr50.gateway.transfer;

import dev.tr50.storage.Storage;
import dev.tr50.storage.Upload;
import java.time.Clock;
import java.util.Optional;

/** What an id in a URL stands for. Blocks; for worker threads. */
final class FileLookup {
    private final Storage storage;
    private final Clock clock;

    FileLookup(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    Upload upload(String id) throws TransferRefused {
        Optional<Upload> upload = findUpload(id);
        if (upload.isEmpty() && findReadable(id).isPresent()) {
            throw TransferRefused.methodNotAllowed("GET, HEAD");
        }
        return upload.orElseThrow(TransferRefused::notFound);
    }

    ReadableFile readable(String id) throws TransferRefused {
        Optional<ReadableFile> file = findReadable(id);
        if (file.isEmpty() && findUpload(id).isPresent()) {
            throw TransferRefused.methodNotAllowed("POST");
        }
        return file.orElseThrow(TransferRefused::notFound);
    }

    private Optional<Upload> findUpload(String id) {
        return storage.transfers().findUpload(id, clock.instant());
    }

    private Optional<ReadableFile> findReadable(String id) {
        return storage.transfers()
                .findDownload(id, clock.instant())
                .map(ReadableFile::of)
                .or(() -> storage.files()
                        .findById(id)
                        .filter(file -> file.isPublic())
                        .map(ReadableFile::of));
    }
}
