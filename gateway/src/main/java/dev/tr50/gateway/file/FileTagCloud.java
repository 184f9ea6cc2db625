package dev.tr50.gateway.file;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Files;
import dev.tr50.storage.Scope;
import dev.tr50.storage.TagCount;
import dev.tr50.storage.Thing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code file.tag.cloud}: which tags there are and how many files have each. Known from the Java SDK alone, which sends no
 * params and expects an array of objects of one member each.
 */
public final class FileTagCloud implements Command<FileTagCloud.Params, FileTagCloud.Result> {
    private static final int MOST = 2000;

    private static final Param<List<String>> TAGS =
            Tags.param("tags", "Count only files that possess all of these tags.");

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "file.tag.cloud",
            Params::from,
            Result.class,
            "Counts files by tag: those of a thing, those of the group, or without either all that the session can see.");

    /** Which files to count. */
    public record Params(FileScope.Choice scope, List<String> tags) {
        static Params from(Arguments arguments) {
            return new Params(FileScope.Choice.from(arguments), arguments.get(TAGS));
        }
    }

    /** Tags and counts. */
    public record Result(
            @Describe("One object for each tag, tag → number of files, the most used first, at most 2000.")
            List<Map<String, Long>> result) {}

    private final FileScope scopes;
    private final Files files;

    public FileTagCloud(FileScope scopes, Files files) {
        this.scopes = scopes;
        this.files = files;
    }

    @Override
    public Result run(Caller caller, Params params) {
        return new Result(tags(caller, params).stream()
                .map(tag -> Map.of(tag.tag(), tag.count()))
                .toList());
    }

    private List<TagCount> tags(Caller caller, Params params) {
        if (params.scope().isMade()) {
            return files.tagCloud(List.of(scopes.resolve(caller, params.scope())), params.tags(), MOST);
        }
        Optional<Scope> own = caller.thing().map(Thing::scope);
        return own.isPresent()
                ? files.tagCloud(List.of(own.get(), caller.group().scope()), params.tags(), MOST)
                : files.tagCloudOfGroup(caller.group().id(), params.tags(), MOST);
    }
}
