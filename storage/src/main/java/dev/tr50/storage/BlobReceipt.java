package dev.tr50.storage;

/**
 * Proof that bytes are on disk under an id that no row points to yet.
 *
 * @param length bytes
 * @param crc32 IEEE CRC-32, unsigned
 * @param sha256 hex
 */
public record BlobReceipt(String blobId, long length, long crc32, String sha256) {}
