package dev.tr50.storage;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What the disk says of a blob without its bytes being read. It changes when somebody changes the bytes by hand; a disk that
 * forgets them changes nothing here.
 *
 * @param length bytes
 * @param fileKey what tells this file from another one at the same place; null where the file system has no such thing
 */
public record BlobStamp(String blobId, long length, FileTime modified, Object fileKey) {

    static BlobStamp of(String blobId, BasicFileAttributes file) {
        return new BlobStamp(blobId, file.size(), file.lastModifiedTime(), file.fileKey());
    }
}
