package dev.tr50.storage;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What comes and goes as a whole: things with their keys, groups, and users. Each method takes effect entirely or not at all.
 * What belongs to something is out of reach with it in the same transaction; its files are then removed a few at a time, and
 * their bytes once that is durable.
 */
public final class Provisioning {

    private final Database database;
    private final Things things;
    private final DefinitionCache definitions;
    private final Mailbox mailbox;
    private final BlobRemoval removal;
    private final DeletedScopes deletedScopes;
    private final DeletedSeries deletedSeries;
    private final Clock clock;

    Provisioning(
            Database database,
            Things things,
            DefinitionCache definitions,
            Mailbox mailbox,
            BlobRemoval removal,
            DeletedScopes deletedScopes,
            DeletedSeries deletedSeries,
            Clock clock) {
        this.database = database;
        this.things = things;
        this.definitions = definitions;
        this.mailbox = mailbox;
        this.removal = removal;
        this.deletedScopes = deletedScopes;
        this.deletedSeries = deletedSeries;
        this.clock = clock;
    }

    /**
     * New things, all or none.
     *
     * @throws AlreadyExistsException when one has a key that a thing of the group has, or a secret or an external key that any
     *     thing has
     * @throws NoSuchDefinitionException when there is no such group
     */
    public List<Thing> createThings(String groupId, List<NewThing> wanted) {
        return database.create("A thing with one of these keys exists", handle -> {
            List<Thing> created = new ArrayList<>();
            wanted.forEach(thing -> created.add(things.insert(handle, groupId, thing)));
            return created;
        });
    }

    /**
     * Changes a thing. Sessions of a thing that gets another secret or another group are over. In its new group it has the
     * definition with the key of the one it had, or else the default one; its files go along. What was sent to it before is purged.
     *
     * @param known the thing as it was when it was decided that it may be changed
     * @param by who changes it, in words of the gateway
     * @return the thing as it is then; empty when it is gone, or in another group than it was
     * @throws AlreadyExistsException when a thing of the new group has its key, or any other thing its secret or external key
     * @throws NoSuchDefinitionException when the new group is gone
     */
    public Optional<Thing> change(Thing known, ThingProvision change, String by) {
        List<String> mail = new ArrayList<>();
        Optional<Thing> result = database.create("A thing with this key exists", handle -> {
            Optional<Thing> present = findToChange(handle, known);
            present.ifPresent(old -> {
                Thing changed = change.applied(old, definition(handle, old, change));
                ThingRows.provision(handle, changed, by, clock.instant().toEpochMilli());
                boolean moved = !changed.groupId().equals(old.groupId());
                if (moved) {
                    Scopes.move(handle, old.scope(), changed.groupId());
                    ThingRows.move(handle, old, changed.groupId());
                    mailbox.purge(handle, old.id(), clock.instant()).forEach(message -> mail.add(message.id()));
                }
                if (moved || change.secretHash() != null) {
                    SessionRows.deleteOf(handle, old.id());
                }
            });
            return present.flatMap(old -> ThingRows.find(handle, old.id()));
        });
        definitions.forgetThing(known.id());
        mailbox.lost(mail);
        return result;
    }

    private static Optional<Thing> findToChange(Handle handle, Thing known) {
        return handle.createQuery(ThingRows.SELECT + "WHERE id = :id AND group_id = :group FOR UPDATE")
                .bind("id", known.id())
                .bind("group", known.groupId())
                .map(ThingRows::read)
                .findOne();
    }

    private static String definition(Handle handle, Thing old, ThingProvision change) {
        boolean kept = change.groupId() == null || Groups.hasDefinition(handle, change.groupId(), old.defKey());
        if (!kept && !Groups.hasDefinition(handle, change.groupId(), Groups.DEFAULT_DEFINITION)) {
            throw new NoSuchDefinitionException(Groups.DEFAULT_DEFINITION);
        }
        return kept ? old.defKey() : Groups.DEFAULT_DEFINITION;
    }

    /**
     * Deletes a thing with its files, samples, messages and sessions.
     *
     * @param known the thing as it was when it was decided that it may be deleted
     * @return whether it was still there, in the group that it was in
     */
    public boolean deleteThing(Thing known) {
        Set<String> released = new HashSet<>();
        List<String> mail = new ArrayList<>();
        boolean deleted = database.writeScopes(handle -> {
            Optional<Thing> present = findToChange(handle, known);
            present.ifPresent(thing -> {
                mail.addAll(MailboxRows.openIdsOfThing(handle, thing.id()));
                Cascade.thing(handle, thing, released);
            });
            return present.isPresent();
        });
        mailbox.lost(mail);
        removal.released(released);
        deletedScopes.remove();
        deletedSeries.remove();
        return deleted;
    }

    /**
     * A new group with its default thing definition, owned by a user.
     *
     * @throws AlreadyExistsException when the key is taken
     */
    public Group createGroup(String key, String name, User owner) {
        return database.create("A group with key \"" + key + "\" exists", handle -> {
            Group group = Groups.insert(handle, key, name, clock.instant());
            MembershipRows.put(handle, group.id(), owner.id(), Role.OWNER);
            return group;
        });
    }

    /** Deletes a group with everything in it: its things, files, applications, sessions and memberships; whether it was there. */
    public boolean deleteGroup(Group group) {
        Set<String> released = new HashSet<>();
        List<String> mail = new ArrayList<>();
        boolean deleted = database.writeScopes(handle -> {
            boolean present = Groups.lock(handle, group.id());
            mail.addAll(MailboxRows.openIdsOfGroup(handle, group.id()));
            Cascade.group(handle, group.id(), released);
            return present;
        });
        mailbox.lost(mail);
        removal.released(released);
        deletedScopes.remove();
        deletedSeries.remove();
        return deleted;
    }

    /**
     * Deletes a user with its memberships, tokens and sessions.
     *
     * @return the ids of the groups it was in; empty when there was no such user
     * @throws LastOneException when it is the last user that is root, or the last owner of a group
     */
    public Optional<List<String>> deleteUser(User user) {
        return database.write(handle -> {
            if (!Users.lock(handle, user.id())) {
                return Optional.empty();
            }
            Cascade.groupOwnedAlone(handle, user.id()).ifPresent(group -> {
                throw new LastOneException("Group " + group + " would have no owner");
            });
            List<String> groups = MembershipRows.groupsOf(handle, user.id());
            Cascade.user(handle, user.id());
            return Optional.of(groups);
        });
    }
}
