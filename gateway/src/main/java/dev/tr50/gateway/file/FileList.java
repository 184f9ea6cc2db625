package dev.tr50.gateway.file;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.protocol.Repeated;
import dev.tr50.storage.BasicAuth;
import dev.tr50.storage.FilePage;
import dev.tr50.storage.FileQuery;
import dev.tr50.storage.Files;
import dev.tr50.storage.Sort;
import dev.tr50.storage.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code file.list}: finds the files of a thing or of the group.
 *
 * <p>The names and defaults are those of the vendor's page. A {@code limit} that is not from 1 to 2000 counts as 2000, because
 * {@code 0} means "as many as allowed" in clients. Uploads that are not finished are not listed.
 */
public final class FileList implements Command<FileList.Params, FileList.Result> {
    private static final int MOST = 2000;

    private static final Param<List<String>> TAGS =
            Tags.param("tags", "Only files that possess all of these tags. Absent or empty: every file.");
    private static final Param<Integer> OFFSET = Param.int64("offset", "How many matching files to leave out first.")
            .defaultsTo(0L)
            .as(FileList::notNegative);
    private static final Param<Integer> LIMIT = Param.int64(
                    "limit", "How many files to return at most, from 1 to 2000; any other number counts as 2000.")
            .defaultsTo((long) MOST)
            .as(FileList::allowed);
    private static final Param<Sort> SORT = Param.string(
                    "sort",
                    "uploadDate, fileName, length or public, with + (ascending, also without a sign) or - (descending)"
                            + " before it. Equal files follow each other by name. Default: +fileName.")
            .as(FileOrder::parse)
            .defaultsTo(Sort.BY_NAME);

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "file.list",
            Params::from,
            Result.class,
            "Lists the files of a thing, or of the group: those that have all the given tags, sorted, a page at a time.");

    /** What to list and in which order. */
    public record Params(FileScope.Choice scope, List<String> tags, int offset, int limit, Sort sort) {
        static Params from(Arguments arguments) {
            return new Params(
                    FileScope.Choice.from(arguments),
                    arguments.get(TAGS),
                    arguments.get(OFFSET),
                    arguments.get(LIMIT),
                    arguments.get(SORT));
        }
    }

    /** A page of files and the number of all that match. */
    public record Result(
            @Describe("How many files match, on this page or not.")
            long count,

            @Describe("The files of the page.") List<Row> result,
            @JsonIgnore Written written)
            implements Repeated {
        static Result of(FilePage page) {
            return new Result(page.count(), page.files().stream().map(Row::of).toList(), new Written());
        }
    }

    /** One file. */
    public record Row(
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
            Optional<String> username,

            @Describe("Whether reading it needs an authentication token: the opposite of public.")
            @JsonProperty("private")
            boolean isPrivate) {
        static Row of(StoredFile file) {
            return new Row(
                    file.id(),
                    file.uploadDate(),
                    file.name(),
                    file.length(),
                    file.isPublic(),
                    file.tags(),
                    Optional.ofNullable(file.basicAuth()).map(BasicAuth::username),
                    !file.isPublic());
        }
    }

    private final FileScope scopes;
    private final Files files;

    /** Of the pages that storage still has: it gives the same page again as long as nothing has changed. */
    private final Cache<FilePage, Result> results =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public FileList(FileScope scopes, Files files) {
        this.scopes = scopes;
        this.files = files;
    }

    @Override
    public Result run(Caller caller, Params params) {
        FilePage page = files.list(new FileQuery(
                scopes.resolve(caller, params.scope()), params.tags(), params.sort(), params.offset(), params.limit()));
        return results.get(page, Result::of);
    }

    private static int allowed(long limit) {
        return limit < 1 || limit > MOST ? MOST : (int) limit;
    }

    /** An offset beyond what a list can hold is beyond its end. */
    private static int notNegative(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("must be 0 or more");
        }
        return (int) Math.min(offset, Integer.MAX_VALUE);
    }
}
