package dev.tr50.gateway.org;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Paging;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Group;
import dev.tr50.storage.Groups;
import dev.tr50.storage.Page;
import dev.tr50.storage.User;
import java.util.List;

/** {@code org.list}: the groups that somebody has to do with. */
public final class OrgList implements Command<OrgList.Params, OrgList.Result> {
    private static final Param<Boolean> WITH_SUB_ORGS =
            Param.flag("canHaveSubOrgs", "True for none: groups do not hold groups.");

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
            "org.list",
            Params::from,
            Result.class,
            "Lists groups by key: a user's, all for a user that is root, and for a thing its own.");

    /** Which part. */
    public record Params(Paging paging, boolean canHaveSubOrgs) {
        static Params from(Arguments arguments) {
            return new Params(Paging.from(arguments), arguments.get(WITH_SUB_ORGS));
        }
    }

    /** A page of groups. */
    public record Result(
            @Describe("How many there are.") long count,
            @Describe("Those of the page.") List<OrgShown> result) {}

    private final Groups groups;

    public OrgList(Groups groups) {
        this.groups = groups;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Page<Group> page = params.canHaveSubOrgs()
                ? new Page<>(0, List.of())
                : caller.user().map(user -> of(user, params.paging())).orElseGet(() -> own(caller, params.paging()));
        return new Result(page.total(), page.items().stream().map(OrgShown::of).toList());
    }

    private Page<Group> of(User user, Paging paging) {
        return user.isRoot()
                ? groups.page(paging.offset(), paging.limit())
                : groups.pageOf(user.id(), paging.offset(), paging.limit());
    }

    private static Page<Group> own(Caller caller, Paging paging) {
        return new Page<>(1, paging.of(List.of(caller.group())).toList());
    }
}
