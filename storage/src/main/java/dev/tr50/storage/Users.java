package dev.tr50.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** People, and what they may do in which group. */
public final class Users {

    private static final String SELECT = "SELECT id, email, password_hash, default_group_id, is_root FROM users ";

    private final Database database;

    Users(Database database) {
        this.database = database;
    }

    /**
     * A new user with a role in the group that its sessions start in.
     *
     * @throws AlreadyExistsException when the e-mail address is taken
     */
    public User create(String email, String passwordHash, String defaultGroupId, Role role) {
        return create(new User(ObjectId.next(), normal(email), passwordHash, defaultGroupId, false), role);
    }

    /**
     * A new user that may do everything, and owns the group that its sessions start in.
     *
     * @throws AlreadyExistsException when the e-mail address is taken
     */
    public User createRoot(String email, String passwordHash, String defaultGroupId) {
        return create(new User(ObjectId.next(), normal(email), passwordHash, defaultGroupId, true), Role.OWNER);
    }

    /**
     * A new user that is in no group yet.
     *
     * @throws AlreadyExistsException when the e-mail address is taken
     */
    public User create(String email, String passwordHash) {
        User user = new User(ObjectId.next(), normal(email), passwordHash, null, false);
        return database.create(exists(email), handle -> {
            insert(handle, user);
            return user;
        });
    }

    private User create(User user, Role role) {
        return database.create(exists(user.email()), handle -> {
            insert(handle, user);
            MembershipRows.put(handle, user.defaultGroupId(), user.id(), role);
            return user;
        });
    }

    private static String exists(String email) {
        return "A user with e-mail \"" + email + "\" exists";
    }

    private static void insert(Handle handle, User user) {
        handle.createUpdate("""
                        INSERT INTO users (id, email, password_hash, default_group_id, is_root)
                        VALUES (:id, :email, :hash, :group, :root)
                        """)
                .bind("id", user.id())
                .bind("email", user.email())
                .bind("hash", user.passwordHash())
                .bind("group", user.defaultGroupId())
                .bind("root", user.isRoot())
                .execute();
    }

    /** The user with this id. */
    public Optional<User> findById(String id) {
        return database.read(handle -> PlainSql.find(handle, SELECT + "WHERE id = ?", row -> read(row, null), id));
    }

    /** The user with this e-mail address, in capitals or not. */
    public Optional<User> findByEmail(String email) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE email = :email")
                .bind("email", normal(email))
                .map(Users::read)
                .findOne());
    }

    /** An e-mail address as it is kept and compared: in small letters. */
    public static String normal(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    /** Gives a user a role in a group, in place of the one it has there. */
    public void setRole(String userId, String groupId, Role role) {
        database.write(handle -> {
            MembershipRows.put(handle, groupId, userId, role);
            return null;
        });
    }

    /** The role of a user in a group; empty when it is no member. */
    public Optional<Role> role(String userId, String groupId) {
        return database.read(handle -> MembershipRows.role(handle, groupId, userId));
    }

    /** Ids of the groups a user is a member of, by the keys of the groups. */
    public List<String> groupsOf(String userId) {
        return database.read(handle -> MembershipRows.groupsOf(handle, userId));
    }

    /** Whether there is anybody. */
    public boolean any() {
        return database.read(handle -> handle.createQuery("SELECT 1 FROM users FETCH FIRST 1 ROW ONLY")
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** All users, by e-mail address. */
    public Page<User> page(long offset, int limit) {
        return database.read(handle -> new Page<>(
                handle.createQuery("SELECT COUNT(*) FROM users")
                        .mapTo(Long.class)
                        .one(),
                handle.createQuery(SELECT + "ORDER BY email OFFSET :offset ROWS FETCH NEXT :limit ROWS ONLY")
                        .bind("offset", offset)
                        .bind("limit", limit)
                        .map(Users::read)
                        .list()));
    }

    /**
     * Gives a user another password, and ends its sessions and login tokens.
     *
     * @param tokenId the login token that stays; null for none
     * @return whether the user was there, with the password hash it had
     */
    public boolean changePassword(User user, String passwordHash, String tokenId) {
        return database.write(handle -> {
            int changed = handle.createUpdate(
                            "UPDATE users SET password_hash = :new WHERE id = :id AND password_hash = :old")
                    .bind("new", passwordHash)
                    .bind("id", user.id())
                    .bind("old", user.passwordHash())
                    .execute();
            if (changed == 1) {
                SessionRows.deleteOf(handle, user.id());
                TokenRows.deleteLogins(handle, user.id(), tokenId);
            }
            return changed == 1;
        });
    }

    /** Keeps a user from being deleted until the transaction ends; whether there is one. */
    static boolean lock(Handle handle, String id) {
        return handle.createQuery("SELECT 1 FROM users WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The same for somebody who showed a password: whether there is a user who still has it. */
    static boolean lock(Handle handle, String id, String passwordHash) {
        return handle.createQuery("SELECT 1 FROM users WHERE id = :id AND password_hash = :hash FOR UPDATE")
                .bind("id", id)
                .bind("hash", passwordHash)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static User read(ResultSet row, StatementContext context) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("email"),
                row.getString("password_hash"),
                row.getString("default_group_id"),
                row.getBoolean("is_root"));
    }
}
