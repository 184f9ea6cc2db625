package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Access;
import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.gateway.dispatch.Command;
import dev.tr50.gateway.dispatch.Signature;
import dev.tr50.gateway.list.Paging;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.Describe;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.Member;
import dev.tr50.storage.Memberships;
import dev.tr50.storage.Page;
import dev.tr50.storage.Role;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;
import java.util.List;
import java.util.Optional;

/** {@code user.list}: the members of the group, or everybody for root. */
public final class UserList implements Command<UserList.Params, UserList.Result> {
    private static final Param<Boolean> SHOW_ALL =
            Param.flag("showAll", "True for everybody in all groups and in none; for users that are root.");
    private static final Param<Boolean> DESCENDING = Param.string(
                    "sort", "+emailAddress, which is the default, or -emailAddress; not with showAll.")
            .as(UserList::descending)
            .defaultsTo(false);

    public static final Signature<Params, Result> SIGNATURE = Signature.reading(
                    "user.list", Params::from, Result.class, "Lists the users of the group by e-mail address.")
            .openTo(Access.USER);

    /** Which part of which list. */
    public record Params(boolean showAll, boolean descending, Paging paging) {
        static Params from(Arguments arguments) {
            return new Params(arguments.get(SHOW_ALL), arguments.get(DESCENDING), Paging.from(arguments));
        }
    }

    /** A page of users. */
    public record Result(
            @Describe("How many there are.") long count,
            @Describe("Those of the page.") List<Row> result) {}

    /** A user. */
    public record Row(
            @Describe("Id of the user.") String id,
            @Describe("E-mail address.") String emailAddress,

            @Describe("Whether it is admin or owner of the group; absent with showAll.")
            Optional<Boolean> isOrgAdmin) {
        static Row of(Member member) {
            return new Row(
                    member.userId(), member.email(), Optional.of(member.role().atLeast(Role.ADMIN)));
        }

        static Row of(User user) {
            return new Row(user.id(), user.email(), Optional.empty());
        }
    }

    private final Users users;
    private final Memberships memberships;

    public UserList(Users users, Memberships memberships) {
        this.users = users;
        this.memberships = memberships;
    }

    @Override
    public Result run(Caller caller, Params params) {
        Paging part = params.paging();
        if (!params.showAll()) {
            Page<Member> page = memberships.page(caller.group().id(), part.offset(), part.limit(), params.descending());
            return new Result(page.total(), page.items().stream().map(Row::of).toList());
        }
        if (caller.user().filter(User::isRoot).isEmpty()) {
            throw new CommandException(ErrorCode.NOT_PERMITTED, "showAll is for users that are root");
        }
        Page<User> page = users.page(part.offset(), part.limit());
        return new Result(page.total(), page.items().stream().map(Row::of).toList());
    }

    private static Boolean descending(String sort) {
        return switch (sort) {
            case "emailAddress", "+emailAddress" -> false;
            case "-emailAddress" -> true;
            default -> throw new IllegalArgumentException("must be +emailAddress or -emailAddress");
        };
    }
}
