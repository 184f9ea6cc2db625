package dev.tr50.gateway.provisioning;

import dev.tr50.gateway.audit.AuditLog;
import dev.tr50.gateway.http.MemoryBudget;
import dev.tr50.gateway.http.Routes;
import dev.tr50.gateway.identity.HttpIdentity;
import dev.tr50.gateway.identity.Logins;
import dev.tr50.gateway.identity.Passwords;
import dev.tr50.storage.Storage;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;

/** The routes by which users make and remove what there is. */
public final class ProvisioningRoutes implements Routes {
    private final Desk desk;
    private final TokenRoutes tokens;
    private final KeyRoutes keys;
    private final UserRoutes users;
    private final GroupRoutes groups;
    private final MembershipRoutes memberships;
    private final ThingRoutes things;
    private final IdentifyRoutes identify;

    /**
     * @param turningOut ends the sessions of what is gone
     * @param bodies the memory for bodies that arrive or are handled
     * @param audit remembers who changed what
     * @param tokenLife how long a login is good for
     */
    public ProvisioningRoutes(
            Storage storage,
            HttpIdentity identity,
            Logins logins,
            Passwords passwords,
            TurningOut turningOut,
            MemoryBudget bodies,
            AuditLog audit,
            Duration tokenLife,
            Clock clock) {
        desk = new Desk(identity, storage::durable, bodies, audit);
        tokens = new TokenRoutes(storage.tokens(), logins, tokenLife, clock);
        keys = new KeyRoutes(storage.tokens(), clock);
        users = new UserRoutes(
                storage, logins, passwords, new Accounts(storage, passwords, turningOut), turningOut, clock);
        Roster roster = new Roster(storage, turningOut);
        groups = new GroupRoutes(storage, identity, new Organisations(storage, roster, turningOut));
        memberships = new MembershipRoutes(storage, identity, roster);
        things = new ThingRoutes(storage, identity, turningOut);
        identify = new IdentifyRoutes(storage.things(), identity);
    }

    @Override
    public void mount(Router router) {
        tokens.mount(router, desk);
        keys.mount(router, desk);
        users.mount(router, desk);
        groups.mount(router, desk);
        memberships.mount(router, desk);
        things.mount(router, desk);
        identify.mount(router, desk);
    }
}
