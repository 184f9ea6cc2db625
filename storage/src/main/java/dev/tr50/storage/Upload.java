package dev.tr50.storage;

import java.time.Instant;

/** A handle by which bytes for one file may be delivered, once. */
public record Upload(String fileId, Scope scope, UploadOrder order, Instant expiresAt) {}
