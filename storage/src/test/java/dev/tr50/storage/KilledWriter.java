package dev.tr50.storage;

import java.nio.file.Path;

/** Stores numbered files for ever, and prints the number of each when it is durable. */
final class KilledWriter {

    private KilledWriter() {}

    public static void main(String[] args) {
        try (Storage storage = Storage.open(Path.of(args[0]))) {
            Scope scope = storage.groups()
                    .findByKey("G")
                    .orElseGet(() -> storage.groups().create("G", "G"))
                    .scope();
            Uploads uploads = new Uploads(storage);
            int next = 0;
            while (storage.files().find(scope, "file-" + next).isPresent()) {
                next++;
            }
            for (int i = next; ; i++) {
                uploads.put(scope, "file-" + i, "content " + i, "tag");
                storage.durable().join();
                System.out.println(i);
            }
        }
    }
}
