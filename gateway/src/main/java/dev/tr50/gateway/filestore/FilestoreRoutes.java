package dev.tr50.gateway.filestore;

import dev.tr50.gateway.filestore.Target.Whose;
import dev.tr50.gateway.http.Answers;
import dev.tr50.gateway.http.ClientLeftException;
import dev.tr50.gateway.http.HttpRefused;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.gateway.http.Resource;
import dev.tr50.gateway.http.Routes;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.transfer.FileAnswers;
import dev.tr50.gateway.transfer.FileVersion;
import dev.tr50.storage.Scope;
import dev.tr50.storage.Storage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.util.function.BiFunction;

/**
 * The routes of the Filestore: {@code /files}, {@code /fs/files}, {@code /fs/groups/<id>/files}, each also with {@code /<name>}, and
 * {@code /fs/groupfiles/<name>}.
 *
 * <p>Who asks is looked at before anything else, and before anything of the body is read.
 */
public final class FilestoreRoutes implements Routes {
    /** Bytes while it is made: 200 files with 64 KiB of attributes, as the database, as texts and as JSON. */
    private static final long LONGEST_LIST_TAKES = 64L << 20;

    private final Failures failures;
    private final Storage storage;
    private final Access access;
    private final FileAnswers files;
    private final OutgoingLists lists;
    private final Turns turns;
    private final Resource listing;
    private final Resource file;
    private final Resource fileToRead;

    /**
     * @param files sends stored files
     * @param bodies the memory for JSON bodies that arrive or are handled
     * @param answers the memory for lists until they have been read
     * @param clock gives a file its time where the client does not
     */
    public FilestoreRoutes(
            Storage storage,
            HttpIdentity identity,
            FileAnswers files,
            FilestoreRules rules,
            MemoryBudget bodies,
            MemoryBudget answers,
            Clock clock) {
        this.storage = storage;
        this.files = files;
        lists = new OutgoingLists(answers);
        turns = new Turns((int) Math.max(1, Runtime.getRuntime().maxMemory() / 4 / LONGEST_LIST_TAKES));
        failures = new Failures(rules.maxFileBytes());
        access = new Access(identity, storage.groups(), rules.readRole());
        Creation creation = new Creation(storage, access, files, clock, rules.maxFileBytes());
        Change change = new Change(storage, access, files, bodies, rules.maxFileBytes());
        listing = new Resource().get(answering("retrieve", this::list)).post(answering("create", creation::answer));
        file = new Resource()
                .get(answering("retrieve", this::send))
                .put(answering("update", change::answer))
                .delete(answering("remove", this::delete));
        fileToRead = new Resource().get(answering("retrieve", this::send));
    }

    /** Takes paths as they were sent: to the router an escaped dot or slash is none, to a name it is. */
    @Override
    public void mount(Router router) {
        Target.PLACES.forEach(place -> router.route()
                .setName(place.path())
                .handler(ctx -> place.target(ctx.request().path())
                        .ifPresentOrElse(target -> resource(target).handle(ctx), ctx::next)));
    }

    private Resource resource(Target target) {
        if (target.segment() == null) {
            return listing;
        }
        return target.whose() == Whose.GROUP_OF_THING ? fileToRead : file;
    }

    private Handler<RoutingContext> answering(
            String task, BiFunction<HttpServerRequest, Target, Future<Void>> handler) {
        return ctx -> handler.apply(
                        ctx.request(), Target.of(ctx.request().path()).orElseThrow())
                .onFailure(failure -> failures.answer(ctx.request(), task, failure));
    }

    private Future<Void> list(HttpServerRequest request, Target target) {
        String authorization = request.getHeader("Authorization");
        String query = request.query();
        Context context = Vertx.currentContext();
        return context.executeBlocking(() -> access.toRead(target, authorization), false)
                .compose(scope -> turns.take(context, () -> list(request, scope, query))
                        .compose(list -> lists.send(request, scope, list)));
    }

    private byte[] list(HttpServerRequest request, Scope scope, String query) throws ClientLeftException {
        ListQuery wanted = ListQuery.of(query);
        if (request.response().closed()) {
            throw new ClientLeftException(new ClosedChannelException());
        }
        return FileJson.of(storage.files().describedPage(wanted.in(scope)), wanted);
    }

    private Future<Void> send(HttpServerRequest request, Target target) {
        String authorization = request.getHeader("Authorization");
        return files.send(request, () -> find(access.toRead(target, authorization), target.name()));
    }

    private FileVersion find(Scope scope, String name) {
        return storage.files().find(scope, name).map(FileVersion::of).orElseThrow(HttpRefused::notFound);
    }

    private Future<Void> delete(HttpServerRequest request, Target target) {
        Context context = Vertx.currentContext();
        String authorization = request.getHeader("Authorization");
        Precondition onlyIf = Precondition.of(request);
        return context.executeBlocking(
                        () -> storage.files().delete(access.toChange(target, authorization), target.name(), onlyIf),
                        false)
                .compose(deleted -> deleted
                        ? Future.fromCompletionStage(storage.durable(), context)
                        : Future.failedFuture(HttpRefused.notFound()))
                .onSuccess(durable -> Answers.noContent(request));
    }
}
