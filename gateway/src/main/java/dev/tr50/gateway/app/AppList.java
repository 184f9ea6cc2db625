package dev.tr50.gateway.app;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Paging;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.storage.App;
import dev.tr50.storage.Apps;
import java.util.List;

/** {@code app.list}: the applications of the group. */
public final class AppList implements Command<AppList.Params, AppList.Result> {
    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "app.list",
                    Params::from,
                    Result.class,
                    "Lists the applications of the group by name, without their tokens.")
            .openTo(Access.ADMIN);

    /** Which part. */
    public record Params(Paging paging) {
        static Params from(Arguments arguments) {
            return new Params(Paging.from(arguments));
        }
    }

    /** A page of applications. */
    public record Result(
            @Describe("How many the group has.") long count,
            @Describe("Those of the page.") List<AppShown> result) {}

    private final Apps apps;

    public AppList(Apps apps) {
        this.apps = apps;
    }

    @Override
    public Result run(Caller caller, Params params) {
        List<App> all = apps.ofGroup(caller.group().id());
        return new Result(all.size(), params.paging().of(all).map(AppShown::of).toList());
    }
}
