package dev.tr50.gateway.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.BasicAuth;
import dev.tr50.storage.Files;
import dev.tr50.storage.StoredFile;
import dev.tr50.storage.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code file.info}: everything known of one file. It spells the Basic authentication user {@code userName} where
 * {@code file.list} spells it {@code username}: so do the vendor's two pages.
 */
public final class FileInfo implements Command<FileInfo.Params, FileInfo.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "file.info", Params::from, Result.class, "Tells everything known of one file, its checksums included.");

    /** Which file. */
    public record Params(FileScope.Choice scope, String fileName) {
        static Params from(Arguments arguments) {
            return new Params(FileScope.Choice.from(arguments), arguments.get(FileName.PARAM));
        }
    }

    /** One file. */
    public record Result(
            @Describe("Identifies the file; it stays when the file is replaced.")
            String id,

            @Describe("When its bytes arrived.") Instant uploadDate,
            @Describe("Name of the file.") String fileName,
            @Describe("Size in bytes.") long length,

            @Describe("Whether anybody may read it.") @JsonProperty("public")
            boolean isPublic,

            @Describe("Its tags, in the order they were given.")
            List<String> tags,

            @Describe("User name of its Basic authentication, when it has one; never the password.")
            Optional<String> userName,

            @Describe("SHA-256 of its bytes in hexadecimal.")
            String sha256,

            @Describe("CRC-32 of its bytes, unsigned.") long crc32,

            @Describe("Whether reading it needs an authentication token: the opposite of public.")
            @JsonProperty("private")
            boolean isPrivate,

            @Describe("Key of the group it belongs to.") String orgKey,

            @Describe("Key of the thing it belongs to; absent for a file of the group.")
            Optional<String> thingKey) {}

    private final FileScope scopes;
    private final Files files;

    public FileInfo(FileScope scopes, Files files) {
        this.scopes = scopes;
        this.files = files;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Optional<Thing> owner =
                params.scope().global() ? Optional.empty() : Optional.of(scopes.thing(caller, params.scope()));
        StoredFile file = FileName.find(
                files, owner.map(Thing::scope).orElseGet(() -> caller.group().scope()), params.fileName());
        return new Result(
                file.id(),
                file.uploadDate(),
                file.name(),
                file.length(),
                file.isPublic(),
                file.tags(),
                Optional.ofNullable(file.basicAuth()).map(BasicAuth::username),
                file.sha256(),
                file.crc32(),
                !file.isPublic(),
                caller.group().key(),
                owner.map(Thing::key));
    }
}
