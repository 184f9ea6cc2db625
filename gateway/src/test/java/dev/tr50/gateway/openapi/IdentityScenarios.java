package dev.tr50.gateway.openapi;

import static java.util.Map.entry;

import dev.tr50.gateway.openapi.World.Thing;
import dev.tr50.gateway.openapi.World.User;
import java.util.Map;

/** Users with their tokens and keys, groups with their members, and things. */
final class IdentityScenarios {
    private static final int MOST_FAILURES = 8;
    private static final int MOST_KEYS = 100;
    private static final String FORGED = "Bearer nobody-has-this";
    private static final String LONG = "{\"x\":\"" + "x".repeat(64 * 1024) + "\"}";

    private IdentityScenarios() {}

    static Map<String, Scenario> all() {
        return Map.ofEntries(
                entry("POST /tokens", IdentityScenarios::logIn),
                entry("GET /keys", (world, method) -> {
                    world.json("POST", "/keys", world.root, "{\"duration\":60}");
                    world.plain(method, "/keys", world.root);
                    world.plain(method, "/keys", FORGED);
                }),
                entry("POST /keys", IdentityScenarios::makeKeys),
                entry("GET /keys/{keyId}", (world, method) -> {
                    world.plain(method, "/keys/" + newKey(world), world.root);
                    world.plain(method, "/keys/" + World.UNKNOWN_ID, world.root);
                    world.plain(method, "/keys/" + World.UNKNOWN_ID, FORGED);
                }),
                entry("DELETE /keys/{keyId}", (world, method) -> {
                    String key = newKey(world);
                    world.plain(method, "/keys/" + key, FORGED);
                    world.plain(method, "/keys/" + key, world.root);
                    world.plain(method, "/keys/" + key, world.root);
                }),
                entry("GET /users", (world, method) -> {
                    world.plain(method, "/users", world.outsider());
                    lists(world, method, "/users");
                }),
                entry("POST /users", IdentityScenarios::makeUsers),
                entry("GET /users/{userId}", (world, method) -> {
                    world.plain(method, "/users/" + world.newUser().id(), world.outsider());
                    looks(world, method, "/users/", world.newUser().id());
                }),
                entry("DELETE /users/{userId}", IdentityScenarios::deleteUsers),
                entry("PATCH /password", IdentityScenarios::changePassword),
                entry("GET /groups", (world, method) -> lists(world, method, "/groups")),
                entry("POST /groups", IdentityScenarios::makeGroups),
                entry("GET /groups/{groupId}", (world, method) -> {
                    world.plain(method, "/groups/" + world.newGroup(), world.outsider());
                    looks(world, method, "/groups/", world.newGroup());
                }),
                entry("DELETE /groups/{groupId}", IdentityScenarios::deleteGroups),
                entry(
                        "GET /groups/{groupId}/memberships",
                        (world, method) -> listsOfGroup(world, method, "memberships")),
                entry("PUT /groups/{groupId}/memberships", IdentityScenarios::giveRoles),
                entry("GET /groups/{groupId}/memberships/{userId}", IdentityScenarios::readMember),
                entry("DELETE /groups/{groupId}/memberships/{userId}", IdentityScenarios::removeMember),
                entry("GET /groups/{groupId}/things", (world, method) -> listsOfGroup(world, method, "things")),
                entry("POST /groups/{groupId}/things", IdentityScenarios::makeThings),
                entry("GET /things/{thingId}", (world, method) -> {
                    Thing thing = world.newThing(world.newGroup());
                    world.plain(method, "/things/" + thing.id(), world.outsider());
                    looks(world, method, "/things/", thing.id());
                }),
                entry("PATCH /things/{thingId}", IdentityScenarios::changeThing),
                entry("DELETE /things/{thingId}", IdentityScenarios::deleteThing),
                entry("POST /things/{thingId}/key", IdentityScenarios::changeKey),
                entry("POST /identify", IdentityScenarios::identify));
    }

    private static void logIn(World world, String method) throws Exception {
        User user = world.newUser();
        world.json(method, "/tokens", World.NOBODY, World.credentials(user.email(), user.password()));
        badBodies(world, method, "/tokens", World.NOBODY);
        for (int failure = 0; failure <= MOST_FAILURES; failure++) {
            world.json(method, "/tokens", World.NOBODY, World.credentials(user.email(), "wrong"));
        }
    }

    private static String newKey(World world) throws Exception {
        return World.body(world.json("POST", "/keys", world.root, "{}"))
                .get("id")
                .asText();
    }

    private static void makeKeys(World world, String method) throws Exception {
        User user = world.newUser();
        Exchange made = world.plain(method, "/keys", user.token());
        world.json(method, "/keys", "Bearer " + World.body(made).get("value").asText(), "{}");
        world.json(method, "/keys", user.token(), "{\"duration\":-1}");
        badBodies(world, method, "/keys", user.token());
        for (int key = 1; key <= MOST_KEYS; key++) {
            world.json(method, "/keys", user.token(), "{\"type\":2,\"duration\":3600}");
        }
    }

    private static void makeUsers(World world, String method) throws Exception {
        String wanted = World.credentials(world.newName() + "@example.com", "long enough");
        world.json(method, "/users", world.root, wanted);
        world.json(method, "/users", world.root, wanted);
        world.json(method, "/users", world.outsider(), wanted);
        badBodies(world, method, "/users", world.root);
    }

    private static void deleteUsers(World world, String method) throws Exception {
        String path = "/users/" + world.newUser().id();
        world.plain(method, path, FORGED);
        world.plain(method, path, world.outsider());
        world.plain(method, path, world.root);
        world.plain(method, path, world.root);
        User onlyOwner = world.newUser();
        world.json(
                "PUT", "/groups/" + world.newGroup() + "/memberships", world.root, roles(onlyOwner.email(), "owner"));
        world.plain(method, "/users/" + onlyOwner.id(), world.root);
        String root =
                World.body(world.plain("GET", "/users?limit=200", world.root)).get("users").findParents("root").stream()
                        .filter(user -> user.get("root").asBoolean())
                        .findFirst()
                        .orElseThrow()
                        .get("id")
                        .asText();
        world.plain(method, "/users/" + root, world.root);
    }

    private static void changePassword(World world, String method) throws Exception {
        User user = world.newUser();
        world.json(
                method,
                "/password",
                user.token(),
                "{\"old_password\":\"" + user.password() + "\",\"password\":\"a newer one\"}");
        badBodies(world, method, "/password", user.token());
        for (int failure = 0; failure <= MOST_FAILURES; failure++) {
            world.json(method, "/password", user.token(), "{\"old_password\":\"wrong\",\"password\":\"a newer one\"}");
        }
    }

    private static void makeGroups(World world, String method) throws Exception {
        String wanted = "{\"name\":\"Plant " + world.newName() + "\"}";
        world.json(method, "/groups", world.root, wanted);
        world.json(method, "/groups", world.root, wanted);
        world.json(method, "/groups", world.outsider(), wanted);
        badBodies(world, method, "/groups", world.root);
    }

    private static void deleteGroups(World world, String method) throws Exception {
        String group = world.newGroup();
        String path = "/groups/" + group;
        Thing thing = world.newThing(group);
        world.file("POST", "/files", thing.secret(), "a.txt", "1");
        world.plain(method, path, FORGED);
        world.plain(method, path, world.member(group, "admin").token());
        world.plain(method, path, world.root);
        world.plain(method, path, world.root);
    }

    private static void giveRoles(World world, String method) throws Exception {
        String group = world.newGroup();
        String path = "/groups/" + group + "/memberships";
        User user = world.newUser();
        world.json(method, path, world.root, roles(user.email(), "viewer"));
        world.json(method, path, user.token(), roles(user.email(), "owner"));
        world.json(method, path, world.root, roles("nobody@example.com", "viewer"));
        world.json(method, path, world.root, roles(user.email(), "king"));
        world.json(method, path, world.root, roles(world.gateway.ownerEmail(), "viewer"));
        badBodies(world, method, path, world.root);
    }

    private static String roles(String email, String role) {
        return "{\"group_memberships\":[{\"email\":\"" + email + "\",\"role\":\"" + role + "\"}]}";
    }

    private static void readMember(World world, String method) throws Exception {
        String group = world.newGroup();
        String path = "/groups/" + group + "/memberships/";
        world.plain(method, path + World.UNKNOWN_ID, world.outsider());
        looks(world, method, path, world.member(group, "viewer").id());
    }

    private static void removeMember(World world, String method) throws Exception {
        String group = world.newGroup();
        String path = "/groups/" + group + "/memberships/";
        User editor = world.member(group, "editor");
        world.plain(method, path + editor.id(), FORGED);
        world.plain(method, path + editor.id(), world.member(group, "viewer").token());
        world.plain(method, path + editor.id(), world.root);
        world.plain(method, path + editor.id(), world.root);
        String owner = World.body(world.plain("GET", path.substring(0, path.length() - 1), world.root))
                .get("group_memberships")
                .findParents("role")
                .stream()
                .filter(member -> member.get("role").asText().equals("owner"))
                .findFirst()
                .orElseThrow()
                .get("member_id")
                .asText();
        world.plain(method, path + owner, world.root);
    }

    private static void makeThings(World world, String method) throws Exception {
        String group = world.newGroup();
        String path = "/groups/" + group + "/things";
        world.json(
                method,
                path,
                world.root,
                "[{\"name\":\"Pump 1\",\"thing_key\":\"pump-1\",\"external_key\":\"" + world.newName()
                        + "-external\"},{\"name\":\"pump-2\"}]");
        world.json(method, path, world.root, "[{\"name\":\"pump-2\"}]");
        world.json(method, path, world.member(group, "viewer").token(), "[{\"name\":\"pump-3\"}]");
        world.json(method, "/groups/" + World.UNKNOWN_ID + "/things", world.root, "[{\"name\":\"pump-3\"}]");
        badBodies(world, method, path, world.root);
    }

    private static void changeThing(World world, String method) throws Exception {
        String group = world.newGroup();
        String path = "/things/" + world.newThing(group).id();
        String external = world.newName() + "-external";
        world.json(
                method,
                path,
                world.root,
                "{\"name\":\"Pump 17\",\"external_key\":\"" + external + "\",\"group_id\":\"" + world.newGroup()
                        + "\"}");
        world.json(
                method, "/things/" + world.newThing(group).id(), world.root, "{\"external_key\":\"" + external + "\"}");
        world.json(method, path, world.root, "{\"external_key\":null}");
        world.json(method, path, world.member(group, "viewer").token(), "{\"name\":\"Mine\"}");
        world.json(method, "/things/" + World.UNKNOWN_ID, world.root, "{\"name\":\"Mine\"}");
        badBodies(world, method, path, world.root);
    }

    private static void deleteThing(World world, String method) throws Exception {
        String group = world.newGroup();
        String path = "/things/" + world.newThing(group).id();
        world.plain(method, path, FORGED);
        world.plain(method, path, world.member(group, "viewer").token());
        world.plain(method, path, world.root);
        world.plain(method, path, world.root);
    }

    private static void changeKey(World world, String method) throws Exception {
        String group = world.newGroup();
        Thing thing = world.newThing(group);
        String path = "/things/" + thing.id() + "/key";
        world.plain(method, path, world.root);
        world.json(method, path, world.root, "{\"key\":\"" + world.newName() + "-secret\"}");
        world.json(
                method, path, world.root, "{\"key\":\"" + world.newThing(group).key() + "\"}");
        world.plain(method, path, world.member(group, "viewer").token());
        world.plain(method, "/things/" + World.UNKNOWN_ID + "/key", world.root);
        badBodies(world, method, path, world.root);
    }

    private static void identify(World world, String method) throws Exception {
        Thing thing = world.newThing(world.newGroup());
        world.json(method, "/identify", world.root, "{\"key\":\"" + thing.key() + "\"}");
        world.json(method, "/identify", world.outsider(), "{\"key\":\"" + thing.key() + "\"}");
        badBodies(world, method, "/identify", world.root);
    }

    private static void lists(World world, String method, String path) throws Exception {
        world.plain(method, path, world.root);
        world.plain(method, path + "?offset=1&limit=1", world.root);
        world.plain(method, path + "?limit=201", world.root);
        world.plain(method, path, FORGED);
    }

    private static void listsOfGroup(World world, String method, String of) throws Exception {
        String group = world.newGroup();
        world.newThing(group);
        world.plain(method, "/groups/" + group + "/" + of, world.outsider());
        world.plain(method, "/groups/" + World.UNKNOWN_ID + "/" + of, world.root);
        lists(world, method, "/groups/" + group + "/" + of);
    }

    private static void looks(World world, String method, String path, String id) throws Exception {
        world.plain(method, path + id, world.root);
        world.plain(method, path + World.UNKNOWN_ID, world.root);
        world.plain(method, path + id, FORGED);
    }

    /** Nobody who asks, no JSON, too much of it, and something else. */
    private static void badBodies(World world, String method, String path, String authorization) throws Exception {
        if (authorization != World.NOBODY) {
            world.json(method, path, FORGED, "{}");
        }
        world.json(method, path, authorization, "{");
        world.json(method, path, authorization, LONG);
        world.body("text/plain", method, path, authorization, "{}");
    }
}
