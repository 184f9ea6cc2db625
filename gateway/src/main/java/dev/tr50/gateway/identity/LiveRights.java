package dev.tr50.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tr50.gateway.dispatch.Rights;
import dev.tr50.storage.App;
import dev.tr50.storage.AppRole;
import dev.tr50.storage.Role;
import dev.tr50.storage.Storage;
import dev.tr50.storage.User;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What those who are logged in may do, kept in memory as long as somebody is, so that no command asks the database for it. All
 * sessions of one application share it, as do all of a user in one group; whoever changes something that rights depend on calls
 * {@link #changed} afterwards, and the next command of every session is measured by what holds then.
 */
public final class LiveRights {
    /** A thing that showed its own secret is an editor. */
    static final Supplier<Rights> OWN_SECRET = fixed(Rights.of(Role.EDITOR));

    /**
     * Who may do something in a group.
     *
     * @param tokenHash by which an application was known; null for a user
     */
    private record Key(String id, String groupId, String tokenHash) {}

    /** What it may do now. */
    private static final class Live implements Supplier<Rights> {
        private volatile Rights now;

        @Override
        public Rights get() {
            return now;
        }
    }

    private final Storage storage;
    private final Cache<Key, Live> live = Caffeine.newBuilder().weakValues().build();
    private final AtomicLong changes = new AtomicLong();

    LiveRights(Storage storage) {
        this.storage = storage;
    }

    /** What things of an application may do; {@link Rights#NONE} from when it is gone or has another token. */
    Supplier<Rights> ofApp(App app) {
        Key key = new Key(app.id(), app.groupId(), app.tokenHash());
        Live known = live.getIfPresent(key);
        return known == null ? read(key) : known;
    }

    /**
     * What a user may do in a group: what its role there is. One that is root owns the groups that it is no member of;
     * everybody else may do nothing there, which is {@link Rights#NONE}.
     */
    Supplier<Rights> ofUser(User user, String groupId) {
        return read(new Key(user.id(), groupId, null));
    }

    /** Reads anew what everybody may do in a group who is logged in there. */
    public void changed(String groupId) {
        changes.incrementAndGet();
        live.asMap().keySet().stream()
                .filter(key -> key.groupId().equals(groupId))
                .forEach(key -> live.asMap().computeIfPresent(key, this::renewed));
    }

    /** In the one place where changes are read too; once more where a change came meanwhile that may not have found it there. */
    private Supplier<Rights> read(Key key) {
        Live read;
        long known;
        do {
            known = changes.get();
            read = live.asMap().compute(key, this::renewed);
        } while (changes.get() != known);
        return read;
    }

    private Live renewed(Key key, Live known) {
        Live renewed = known == null ? new Live() : known;
        renewed.now = key.tokenHash() == null ? userRights(key) : appRights(key);
        return renewed;
    }

    private Rights userRights(Key key) {
        return storage.users()
                .role(key.id(), key.groupId())
                .or(() ->
                        storage.users().findById(key.id()).filter(User::isRoot).map(root -> Role.OWNER))
                .map(Rights::of)
                .orElse(Rights.NONE);
    }

    private Rights appRights(Key key) {
        return storage.apps()
                .findById(key.id())
                .filter(app -> app.tokenHash().equals(key.tokenHash()))
                .map(this::rights)
                .orElse(Rights.NONE);
    }

    private Rights rights(App app) {
        if (app.isOrgAdmin() && !app.isRestrictedToSelf()) {
            return new Rights(Role.ADMIN, Set.of(), true);
        }
        if (app.roleIds().isEmpty()) {
            return Rights.of(app.role());
        }
        List<String> ids = app.roleIds();
        Role granted = ids.stream()
                .map(Role::ofId)
                .flatMap(Optional::stream)
                .reduce((one, other) -> one.atLeast(other) ? one : other)
                .orElse(null);
        Set<String> perms = new HashSet<>();
        for (AppRole role : storage.appRoles().ofGroup(app.groupId())) {
            if (ids.contains(role.id())) {
                perms.addAll(role.perms());
            }
        }
        return new Rights(granted, perms, false);
    }

    private static Supplier<Rights> fixed(Rights rights) {
        return () -> rights;
    }
}
