package dev.tr50.gateway.log;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Paging;
import dev.tr50.gateway.series.Window;
import dev.tr50.gateway.series.Window.Span;
import dev.tr50.gateway.thing.ThingChoice;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.LogSample;
import dev.tr50.storage.Page;
import dev.tr50.storage.StoredSample;
import dev.tr50.storage.Thing;
import dev.tr50.storage.Things;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** {@code log.list}: lines of the log of a thing, or of everything that is written in the group. */
public final class LogList implements Command<LogList.Params, LogList.Result> {
    private static final String OF_THINGS = "thing";
    private static final Set<String> OTHER_TYPES =
            Set.of("system", "audit", "trigger", "campaign", "license", "cdp", "fileTransfer", "rateLimit");

    private static final Param<String> TYPE = Param.string(
                    "type",
                    "thing, as all lines are. The platform's other types, system, audit, trigger, campaign, license, cdp,"
                            + " fileTransfer and rateLimit, have no lines here.")
            .as(LogList::type);
    private static final Param<Integer> LEVEL =
            Param.integer("level", "Only lines of exactly that level.").as(LogLine::level);
    private static final Param<String> CORR_ID = Param.string("corrId", "Only lines with that mark.");
    private static final List<Param<String>> FOREIGN = List.of(
            Param.string("triggerId", "Not found: the gateway has no triggers."),
            Param.string("campaignId", "Not found: the gateway has no campaigns."),
            Param.string("configId", "Not found: the gateway has no configurations."));

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "log.list",
            Params::from,
            Result.class,
            "Lists lines of a log, the newest first: that of the thing, or of the whole group, when a user names no thing.");

    /**
     * Which lines.
     *
     * @param ofThings false for lines of a type of which there are none
     * @param level null for any
     * @param corrId null for any
     * @param foreign the id of something that the gateway does not have; null as a rule
     */
    public record Params(
            ThingChoice thing,
            boolean ofThings,
            Window window,
            Integer level,
            String corrId,
            Paging paging,
            String foreign) {
        static Params from(Arguments arguments) {
            ThingChoice thing = ThingChoice.from(arguments);
            String type = arguments.get(TYPE);
            return new Params(
                    thing,
                    type == null || type.equals(OF_THINGS),
                    Window.ofTime(arguments),
                    arguments.get(LEVEL),
                    arguments.get(CORR_ID),
                    Paging.from(arguments),
                    FOREIGN.stream()
                            .map(arguments::get)
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse(null));
        }
    }

    /** A page of lines. */
    public record Result(
            @Describe("How many lines there are, on this page or not.")
            long count,

            @Describe("The lines of the page.") List<Row> result) {}

    /** One line. */
    public record Row(
            @Describe("Id of the line.") String id,
            @Describe("When it was written.") Instant ts,

            @Describe("Id of the thing, if it belongs to one.")
            Optional<String> thingId,

            @Describe("Key of the thing, if it still exists.")
            Optional<String> thingKey,

            @Describe("Name of the thing, likewise.") Optional<String> thingName,

            @Describe("Always 0, for what things write.") int type,

            @Describe("The publisher's mark, if it gave one.")
            Optional<String> corrId,

            @Describe("0 for an error, 1 for a warning, 2 for information.")
            int level,

            @Describe("The line.") String msg) {

        static Row of(StoredSample<LogSample> line, Optional<Thing> thing) {
            LogSample said = line.value();
            return new Row(
                    line.id(),
                    line.ts(),
                    Optional.ofNullable(said.thingId()),
                    thing.map(Thing::key),
                    thing.map(Thing::name),
                    0,
                    Optional.ofNullable(said.corrId()),
                    said.level(),
                    said.msg());
        }
    }

    private final LogBook logs;
    private final Things things;

    public LogList(LogBook logs, Things things) {
        this.logs = logs;
        this.things = things;
    }

    @Override
    public Result run(Caller caller, Params params) {
        if (params.foreign() != null) {
            throw new CommandException(ErrorCode.NOT_FOUND, params.foreign() + " not found");
        }
        String owner = logs.owner(caller, params.thing());
        if (!params.ofThings()) {
            return new Result(0, List.of());
        }
        Page<StoredSample<LogSample>> page = page(owner, params);
        return new Result(page.total(), rows(page.items()));
    }

    private Page<StoredSample<LogSample>> page(String owner, Params params) {
        Span span = params.window().isAbsent()
                ? new Span(null, null, null)
                : params.window().at(logs.now());
        if (params.level() == null && params.corrId() == null) {
            return logs.page(owner, span, params.paging());
        }
        return logs.page(
                owner,
                span,
                params.paging(),
                line -> (params.level() == null || params.level() == line.level())
                        && (params.corrId() == null || params.corrId().equals(line.corrId())));
    }

    private List<Row> rows(List<StoredSample<LogSample>> lines) {
        Map<String, Optional<Thing>> known = new HashMap<>();
        return lines.stream()
                .map(line -> Row.of(
                        line,
                        line.value().thingId() == null
                                ? Optional.empty()
                                : known.computeIfAbsent(line.value().thingId(), things::findById)))
                .toList();
    }

    private static String type(String text) {
        if (!text.equals(OF_THINGS) && !OTHER_TYPES.contains(text)) {
            throw new IllegalArgumentException("must be a type of lines, such as thing");
        }
        return text;
    }
}
