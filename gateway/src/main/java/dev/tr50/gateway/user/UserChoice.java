package dev.tr50.gateway.user;

import dev.tr50.gateway.dispatch.Caller;
import dev.tr50.protocol.Arguments;
import dev.tr50.protocol.CommandException;
import dev.tr50.protocol.ErrorCode;
import dev.tr50.protocol.Param;
import dev.tr50.storage.User;
import dev.tr50.storage.Users;
import java.util.Optional;

/**
 * Which user a command is about; without a name, the one that asks. The vendor's scripts name users by {@code username}, its pages by
 * {@code emailAddress}, and memberships by {@code userId}. Everybody sees itself and the members of the group its session works
 * in, root everybody; all others are not found, exactly as those that are not there.
 *
 * @param id null when absent
 * @param email null when absent
 */
record UserChoice(String id, String email) {
    private static final Param<String> EMAIL = Param.string("emailAddress", "E-mail address of the user.");
    private static final Param<String> USERNAME = Param.string("username", "Another spelling of emailAddress.");
    private static final Param<String> ID = Param.string("id", "Id of the user.");
    private static final Param<String> USER_ID = Param.string("userId", "Id of the user.");

    /** By {@code id}, {@code emailAddress} or {@code username}. */
    static UserChoice from(Arguments arguments) {
        return from(arguments, ID);
    }

    /** By {@code userId}, {@code emailAddress} or {@code username}. */
    static UserChoice member(Arguments arguments) {
        return from(arguments, USER_ID);
    }

    private static UserChoice from(Arguments arguments, Param<String> named) {
        String email = arguments.get(EMAIL);
        String username = arguments.get(USERNAME);
        return new UserChoice(arguments.get(named), email == null ? username : email);
    }

    boolean isMade() {
        return id != null || email != null;
    }

    /** @throws CommandException when there is no such user, as far as the caller may know */
    User in(Users users, Caller caller) {
        User asking = caller.user().orElseThrow();
        return find(users, asking)
                .filter(user -> user.id().equals(asking.id())
                        || asking.isRoot()
                        || users.role(user.id(), caller.group().id()).isPresent())
                .orElseThrow(this::notFound);
    }

    /**
     * The user, whoever it is, for what admins of a group do to its members.
     *
     * @throws CommandException when there is no such user
     */
    User named(Users users, User asking) {
        return find(users, asking).orElseThrow(this::notFound);
    }

    /** The user, when there is one. */
    Optional<User> find(Users users, User asking) {
        if (!isMade()) {
            return Optional.of(asking);
        }
        return id != null ? users.findById(id) : users.findByEmail(email);
    }

    /** It is not there, or not to be known. */
    CommandException notFound() {
        return new CommandException(ErrorCode.NOT_FOUND, "User " + (id != null ? id : email) + " not found");
    }
}
