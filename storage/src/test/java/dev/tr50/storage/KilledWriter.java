package dev.tr50.storage;

import java.nio.file.Path;
import java.time.Instant;

/** Stores numbered files and samples for ever, and prints the number of each when it is durable. */
final class KilledWriter {

    private KilledWriter() {}

    public static void main(String[] args) {
        try (Storage storage = Storage.open(Path.of(args[0]))) {
            Group group = storage.groups()
                    .findByKey("G")
                    .orElseGet(() -> storage.groups().create("G", "G"));
            Scope scope = group.scope();
            Uploads uploads = new Uploads(storage);
            int next = 0;
            while (storage.files().find(scope, "file-" + next).isPresent()) {
                next++;
            }
            for (int i = next; ; i++) {
                Sample<PropertySample> sample = new Sample<>(Instant.ofEpochSecond(i), new PropertySample(i, null));
                storage.timeSeries().add(group.id(), PropertySample.KIND, "n", sample, Recording.NEWS);
                store(storage, uploads, scope, i);
                storage.durable().join();
                System.out.println(i);
            }
        }
    }

    /** In turn by TR50, by the Filestore, and by the Filestore in three changes of which the last is acknowledged. */
    private static void store(Storage storage, Uploads uploads, Scope scope, int i) {
        String name = "file-" + i;
        switch (i % 3) {
            case 0 -> uploads.put(scope, name, "content " + i, "tag");
            case 1 -> uploads.create(scope, name, describedBy(i), "content " + i);
            default -> {
                uploads.create(scope, name, "to be replaced");
                storage.files().replace(scope, name, FileDescriptionChange.NONE, uploads.blob("content " + i));
                FileDescription description = describedBy(i);
                storage.files()
                        .describe(
                                scope,
                                name,
                                new FileDescriptionChange(
                                        description.fileClass(),
                                        description.format(),
                                        description.time(),
                                        description.attributes()));
            }
        }
    }

    static FileDescription describedBy(int i) {
        return new FileDescription("class-" + i % 2, "format-" + i, i, "{\"number\":" + i + "}");
    }
}
